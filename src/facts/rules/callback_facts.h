#pragma once
#include <vector>

#include "facts/rules/predicates.h"

namespace stackfit {

/// The callback that a function node is, or null.
const CallbackFact* callback_at(const FileView& file, NodeId function);

/// The innermost function around a node, itself left out; kNoNode at module level.
NodeId function_around(const SyntaxTree& tree, NodeId node);

/// Does a subtree mention that name as an identifier?
bool mentions(const SyntaxTree& tree, NodeId node, std::string_view name);

/// Predicates about callbacks and the errors they take.
const std::vector<FilePredicate>& callback_predicates();

}  // namespace stackfit
