#pragma once
#include <vector>

#include "facts/rules/predicates.h"

namespace stackfit {

/// The callback that a function node is, or null.
const CallbackFact* callback_at(const FileView& file, NodeId function);

/// Does a subtree mention that name as an identifier?
bool mentions(const SyntaxTree& tree, NodeId node, std::string_view name);

/// Predicates about callbacks and the errors they take.
const std::vector<FilePredicate>& callback_predicates();

}  // namespace stackfit
