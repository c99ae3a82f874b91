#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace stackfit {

/// One value of a YAML, TOML or INI file.
struct DocumentNode {
  enum class Kind : std::uint8_t { kScalar, kMap, kList, kAlias };
  Kind kind = Kind::kScalar;
  std::string key;    ///< name in its map; empty in a list
  std::string value;  ///< of a scalar, as text
  std::uint32_t parent = 0;
  std::uint32_t after = 0;  ///< one past the last descendant
  std::uint32_t line = 0;   ///< where the value starts; first line of its text for a block scalar
  std::uint32_t key_line = 0;  ///< where its key stands (YAML); 0: not known
};

/// Index of a node in its Document; 0 is the root map and never a child.
using DocumentId = std::uint32_t;

/// A configuration file as a flat array in source order, like a SyntaxTree: parents before
/// children, a subtree is a contiguous range, nothing needs recursion. An alias is never expanded.
struct Document {
  std::vector<DocumentNode> nodes;
  const DocumentNode& operator[](DocumentId id) const { return nodes[id]; }
};

/// Values one document may hold, and how deep they may nest.
inline constexpr std::size_t kMaxDocumentNodes = 100'000;
inline constexpr std::size_t kMaxDocumentDepth = 64;

/// The entries of a map or list, in order.
std::vector<DocumentId> children(const Document& document, DocumentId id);
/// The entry of a map with that key, or 0.
DocumentId child(const Document& document, DocumentId id, std::string_view key);
/// Follows a path of keys from the root, `tool.poetry.name`; 0 when one is missing.
DocumentId find(const Document& document, std::string_view keys);
/// The scalar there, "" when there is none.
std::string_view text_at(const Document& document, DocumentId id, std::string_view key);
/// A scalar as itself, a list as its scalars: what many formats allow for "one or more".
std::vector<DocumentId> scalars(const Document& document, DocumentId id);

/// The first document of a YAML stream. Fails with kInput and the line on bad syntax, too many
/// values or too deep nesting.
Result<Document> read_yaml(std::string_view bytes);
/// Every document of a YAML stream, with up to `max_nodes` values in each. Fails as `read_yaml`.
Result<std::vector<Document>> read_yaml_stream(std::string_view bytes, std::size_t max_nodes);
/// A TOML 1.0 file with up to `max_nodes` values; dates and numbers become text, times become
/// empty.
Result<Document> read_toml(std::string_view bytes, std::size_t max_nodes = kMaxDocumentNodes);
/// An INI file as Python's configparser reads it: sections are maps; a value's indented
/// continuation lines are joined by newlines, one per line of the file. Never fails:
/// what is neither section nor entry is ignored.
Document read_ini(std::string_view bytes);

/// Adds nodes in source order and keeps parents and ends right.
class DocumentBuilder {
 public:
  explicit DocumentBuilder(std::size_t max_nodes = kMaxDocumentNodes);
  /// False when the document has become too large or too deep: stop.
  bool open(DocumentNode::Kind kind, std::string key, std::uint32_t line,
            std::uint32_t key_line = 0);
  void close();
  bool scalar(std::string key, std::string value, std::uint32_t line,
              DocumentNode::Kind kind = DocumentNode::Kind::kScalar);
  DocumentNode::Kind open_kind() const { return document_.nodes[open_.back()].kind; }
  Document take();

 private:
  bool add(DocumentNode node);
  Document document_;
  std::vector<DocumentId> open_;
  std::size_t max_nodes_;
};

}  // namespace stackfit
