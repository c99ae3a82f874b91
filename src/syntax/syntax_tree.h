#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "core/result.h"
#include "syntax/language.h"

struct TSTree;
struct TSParser;

namespace stackfit {

/// Index of a node in its SyntaxTree. Nodes stand in source order, parents before children.
using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = 0xFFFFFFFF;

/// One node of the flat tree. 20 bytes.
struct Node {
  std::uint32_t start = 0, end = 0;  ///< bytes
  NodeId parent = kNoNode;
  NodeId after = 0;  ///< one past the last descendant: the next sibling, if there is one
  Kind kind = Kind::kOther;
  Field field = Field::kNone;  ///< of the parent that it fills
  std::uint8_t flags = 0;
};

struct FreeTree {
  void operator()(TSTree* tree) const;
};

/// The syntax tree of one file as a flat array in source order, made in one cursor walk: the parent
/// of a node is an index, its subtree a contiguous range, and no analysis needs recursion. Refers
/// to the source text, which must outlive it.
class SyntaxTree {
 public:
  const Language& language() const { return *language_; }
  std::string_view source() const { return source_; }
  const std::vector<Node>& nodes() const { return nodes_; }
  const Node& operator[](NodeId id) const { return nodes_[id]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }
  /// ERROR and MISSING nodes.
  std::uint32_t errors() const { return errors_; }
  const TSTree* raw() const { return raw_.get(); }

  Kind kind(NodeId id) const { return nodes_[id].kind; }
  bool named(NodeId id) const { return nodes_[id].flags & kNamed; }
  /// True for an ERROR or MISSING node itself.
  bool broken(NodeId id) const { return nodes_[id].flags & kBroken; }
  NodeId parent(NodeId id) const { return nodes_[id].parent; }
  std::string_view text(NodeId id) const {
    return source_.substr(nodes_[id].start, nodes_[id].end - nodes_[id].start);
  }
  /// First child, or kNoNode. Children include anonymous tokens and comments.
  NodeId first_child(NodeId id) const { return id + 1 < nodes_[id].after ? id + 1 : kNoNode; }
  /// Next sibling, or kNoNode.
  NodeId next_sibling(NodeId id) const;
  /// The child in a field, or kNoNode.
  NodeId child(NodeId id, Field field) const;
  /// The first child of a kind, or kNoNode.
  NodeId child(NodeId id, Kind kind) const;
  /// Named children without comments, in order.
  std::vector<NodeId> named_children(NodeId id) const;
  /// The nearest ancestor of a kind, or kNoNode.
  NodeId ancestor(NodeId id, Kind kind) const;
  /// 1-based line of a byte offset.
  std::uint32_t line_of(std::uint32_t byte) const;
  std::uint32_t line(NodeId id) const { return line_of(nodes_[id].start); }
  Span span(NodeId id) const { return span(nodes_[id].start, nodes_[id].end); }
  Span span(std::uint32_t start, std::uint32_t end) const;
  /// Lines of the source; a final newline does not start one more.
  std::uint32_t line_count() const;
  /// The text of a 1-based line without its end.
  std::string_view line_text(std::uint32_t line) const;

  static constexpr std::uint8_t kNamed = 1, kBroken = 2, kExtra = 4;

 private:
  friend class Parser;
  const Language* language_ = nullptr;
  std::string_view source_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> line_starts_;
  std::unique_ptr<TSTree, FreeTree> raw_;
  std::uint32_t errors_ = 0;
};

/// Walks `id`'s subtree: `for (NodeId n : subtree(tree, id))` is every node, itself first.
struct NodeRange {
  struct Iterator {
    NodeId at;
    NodeId operator*() const { return at; }
    Iterator& operator++() { return ++at, *this; }
    friend bool operator==(const Iterator&, const Iterator&) = default;
  };
  NodeId first, last;
  Iterator begin() const { return {first}; }
  Iterator end() const { return {last}; }
};
inline NodeRange subtree(const SyntaxTree& tree, NodeId id) {
  return {id, tree[id].after};
}

/// Parses files one after the other, keeping one tree-sitter parser per language. Not thread-safe:
/// one per worker.
class Parser {
 public:
  Parser();
  ~Parser();
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  /// Parses `source`, which must stay alive as long as the tree. `cpu_seconds` bounds the thread's
  /// CPU time; once errors are seen the bound falls to 0.5 s and 1 s per MiB more. Fails with
  /// kInput and "takes too long to parse" when it is used up, and "too many syntax nodes" beyond 4
  /// million. tree-sitter asks for the time only now and then, so a hostile file needs an outer
  /// kill as well.
  Result<SyntaxTree> parse(const Language& language, std::string_view source,
                           double cpu_seconds = 3);

 private:
  struct Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace stackfit
