#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stackfit {

enum class JsonKind : std::uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };

/// One value of a JsonTree. Text and key are slices of the tree's `text`.
struct JsonNode {
  std::uint32_t key_at = 0, key_size = 0;    ///< member name; empty for an element
  std::uint32_t text_at = 0, text_size = 0;  ///< string contents, number or `true` as written
  std::uint32_t after = 0;                   ///< one past the last descendant: the next sibling
  std::uint32_t line = 1;                    ///< of the key, or of the value of an element
  JsonKind kind = JsonKind::kNull;
  bool replaced = false;  ///< a later member of the same name counts instead
};

/// A JSON document as a flat array in source order; the root is node 0. Made by `read_json`.
struct JsonTree {
  std::vector<JsonNode> nodes;
  std::string text;
  std::vector<std::uint32_t> duplicates;  ///< nodes that a later member replaces
  std::string problem;                    ///< why it could not be read; empty: it was read
  std::uint32_t problem_line = 0;
};

/// A value inside a JsonTree, or the absence of one: looking up what is not there yields a value
/// that is neither object, array nor string and has no children, so that a reader can walk to what
/// it hopes for without asking at each step. Refers to the tree.
class JsonValue {
 public:
  JsonValue() = default;
  JsonValue(const JsonTree& tree, std::uint32_t node) : tree_(&tree), node_(node) {}

  bool exists() const { return tree_ != nullptr && node_ < tree_->nodes.size(); }
  bool is(JsonKind kind) const { return exists() && raw().kind == kind; }
  bool is_true() const { return is(JsonKind::kBool) && text() == "true"; }
  /// Contents of a string, digits of a number, `true`, `false`; else empty.
  std::string_view text() const { return exists() ? slice(raw().text_at, raw().text_size) : ""; }
  /// Contents of a string; empty for every other kind.
  std::string string() const { return std::string(is(JsonKind::kString) ? text() : ""); }
  std::string_view key() const { return exists() ? slice(raw().key_at, raw().key_size) : ""; }
  std::uint32_t line() const { return exists() ? raw().line : 0; }
  std::uint32_t node() const { return node_; }
  /// The member of that name (the last one written), or an absent value.
  JsonValue operator[](std::string_view name) const;

  struct Iterator {
    const JsonTree* tree;
    std::uint32_t node, last;
    JsonValue operator*() const { return {*tree, node}; }
    Iterator& operator++();
    friend bool operator==(const Iterator&, const Iterator&) = default;
  };
  /// Members or elements in source order, replaced ones left out.
  Iterator begin() const;
  Iterator end() const;

 private:
  const JsonNode& raw() const { return tree_->nodes[node_]; }
  std::string_view slice(std::uint32_t at, std::uint32_t size) const {
    return std::string_view(tree_->text).substr(at, size);
  }
  const JsonTree* tree_ = nullptr;
  std::uint32_t node_ = 0;
};

/// The whole document; absent when it could not be read.
inline JsonValue root_of(const JsonTree& tree) {
  return tree.problem.empty() ? JsonValue(tree, 0) : JsonValue();
}

struct JsonLimits {
  std::uint32_t depth = 256;        ///< nested objects and arrays
  std::uint32_t nodes = 2'000'000;  ///< values in all; the largest real lockfiles hold 70,000
};

/// What is accepted beyond RFC 8259, and what is looked for.
struct JsonOptions {
  bool comments = false;    ///< JSONC: comments and trailing commas
  bool duplicates = false;  ///< find members written twice
  JsonLimits limits;
};

/// Reads a document. Never throws; a byte order mark is skipped. What is wrong is said in `problem`
/// (one lower-case sentence, safe to print) with its line; no part of a broken document is kept.
JsonTree read_json(std::string_view bytes, const JsonOptions& options = {});

}  // namespace stackfit
