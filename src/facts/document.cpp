#include "facts/document.h"

#include "core/text.h"

namespace stackfit {

std::vector<DocumentId> children(const Document& document, DocumentId id) {
  std::vector<DocumentId> found;
  for (DocumentId at = id + 1; at < document[id].after; at = document[at].after)
    found.push_back(at);
  return found;
}

DocumentId child(const Document& document, DocumentId id, std::string_view key) {
  if (document[id].kind != DocumentNode::Kind::kMap) return 0;
  for (DocumentId at = id + 1; at < document[id].after; at = document[at].after)
    if (document[at].key == key) return at;
  return 0;
}

DocumentId find(const Document& document, std::string_view keys) {
  DocumentId at = 0;
  for (auto key : split(keys, '.')) {
    at = child(document, at, key);
    if (at == 0) return 0;
  }
  return at;
}

std::string_view text_at(const Document& document, DocumentId id, std::string_view key) {
  DocumentId at = child(document, id, key);
  if (at == 0 || document[at].kind != DocumentNode::Kind::kScalar) return {};
  return document[at].value;
}

std::vector<DocumentId> scalars(const Document& document, DocumentId id) {
  std::vector<DocumentId> found;
  if (id == 0) return found;
  if (document[id].kind == DocumentNode::Kind::kScalar) found.push_back(id);
  if (document[id].kind != DocumentNode::Kind::kList) return found;
  for (DocumentId at : children(document, id))
    if (document[at].kind == DocumentNode::Kind::kScalar) found.push_back(at);
  return found;
}

DocumentBuilder::DocumentBuilder(std::size_t max_nodes) : open_{0}, max_nodes_(max_nodes) {
  document_.nodes.push_back({DocumentNode::Kind::kMap, "", "", 0, 1, 1, 0});
}

bool DocumentBuilder::add(DocumentNode node) {
  if (document_.nodes.size() >= max_nodes_) return false;
  node.parent = open_.back();
  node.after = static_cast<DocumentId>(document_.nodes.size() + 1);
  document_.nodes.push_back(std::move(node));
  return true;
}

bool DocumentBuilder::open(DocumentNode::Kind kind, std::string key, std::uint32_t line,
                           std::uint32_t key_line) {
  if (open_.size() >= kMaxDocumentDepth) return false;
  if (!add({kind, std::move(key), "", 0, 0, line, key_line})) return false;
  open_.push_back(static_cast<DocumentId>(document_.nodes.size() - 1));
  return true;
}

void DocumentBuilder::close() {
  if (open_.size() <= 1) return;
  document_.nodes[open_.back()].after = static_cast<DocumentId>(document_.nodes.size());
  open_.pop_back();
}

bool DocumentBuilder::scalar(std::string key, std::string value, std::uint32_t line,
                             DocumentNode::Kind kind) {
  return add({kind, std::move(key), std::move(value), 0, 0, line, 0});
}

Document DocumentBuilder::take() {
  while (open_.size() > 1) close();
  document_.nodes[0].after = static_cast<DocumentId>(document_.nodes.size());
  return std::move(document_);
}

}  // namespace stackfit
