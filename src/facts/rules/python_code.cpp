#include "facts/rules/python_code.h"

#include <algorithm>

namespace stackfit {

PythonMethod python_method(const SyntaxTree& tree, NodeId node) {
  if (tree.kind(node) == Kind::kCall) node = tree.child(node, Field::kFunction);
  if (node == kNoNode || tree.kind(node) != Kind::kAttribute) return {};
  PythonMethod found{tree.child(node, Field::kObject), tree.child(node, Field::kAttribute)};
  return found.object == kNoNode || found.method == kNoNode ? PythonMethod{} : found;
}

bool is_inside(const SyntaxTree& tree, NodeId node, NodeId outer) {
  return node >= outer && node < tree[outer].after;
}

bool mentions_name(const SyntaxTree& tree, NodeId node, std::string_view name) {
  for (NodeId at : subtree(tree, node)) {
    bool member = tree[at].field == Field::kAttribute;  // `x.name`
    bool name_or_attribute =
        tree.kind(at) == Kind::kIdentifier || tree.kind(at) == Kind::kAttribute;
    if (name_or_attribute && !member && tree.text(at) == name) return true;
  }
  return false;
}

NodeId iterated(const SyntaxTree& tree, NodeId loop) {
  if (tree.kind(loop) == Kind::kForStatement) return tree.child(loop, Field::kRight);
  NodeId clause = tree.child(loop, Kind::kForInClause);
  return clause == kNoNode ? kNoNode : tree.child(clause, Field::kRight);
}

bool calls_method(const SyntaxTree& tree, NodeId node, std::string_view object,
                  std::span<const std::string_view> methods) {
  for (NodeId at : subtree(tree, node)) {
    if (tree.kind(at) != Kind::kCall) continue;
    auto called = python_method(tree, at);
    if (called.object == kNoNode || tree.text(called.object) != object) continue;
    if (std::find(methods.begin(), methods.end(), tree.text(called.method)) != methods.end())
      return true;
  }
  return false;
}

}  // namespace stackfit
