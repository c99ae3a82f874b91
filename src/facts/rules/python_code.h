#pragma once
#include <span>
#include <string_view>

#include "syntax/syntax_tree.h"

namespace stackfit {

/// `object.method`, of a call or of the attribute itself; kNoNode twice for anything else.
struct PythonMethod {
  NodeId object = kNoNode;
  NodeId method = kNoNode;
};
PythonMethod python_method(const SyntaxTree& tree, NodeId node);

/// Is the node the outer one or part of it?
bool is_inside(const SyntaxTree& tree, NodeId node, NodeId outer);

/// Does some name or attribute inside read exactly so?
bool mentions_name(const SyntaxTree& tree, NodeId node, std::string_view name);

/// The value of `for … in value`, in a statement or a comprehension; kNoNode without one.
NodeId iterated(const SyntaxTree& tree, NodeId loop);

/// Does the subtree hold a call of one of these methods, on that object?
bool calls_method(const SyntaxTree& tree, NodeId node, std::string_view object,
                  std::span<const std::string_view> methods);

}  // namespace stackfit
