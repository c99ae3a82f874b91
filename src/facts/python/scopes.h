#pragma once
#include <map>
#include <string_view>
#include <vector>

#include "syntax/syntax_tree.h"

namespace stackfit {

/// One place where a name gets a value in some scope.
struct PythonBinding {
  std::string_view name;
  NodeId scope = 0;  ///< module, function, lambda, class or comprehension node
  NodeId node = 0;   ///< the identifier
};

/// Which scope every node of a file belongs to, and what each scope binds.
/// Follows docs.python.org/3/reference/executionmodel.html#resolution-of-names.
struct PythonScopes {
  std::vector<NodeId> scope_of;         ///< per node
  std::vector<PythonBinding> bindings;  ///< in source order; imports are not among them
  std::vector<PythonBinding> globals;   ///< names of `global` statements; scope is the function
};
PythonScopes python_scopes(const SyntaxTree& tree);

/// The scope around a scope, as name lookup sees it from inside: classes are passed over.
NodeId outer_scope(const SyntaxTree& tree, const PythonScopes& scopes, NodeId scope);

}  // namespace stackfit
