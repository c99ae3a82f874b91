#pragma once
#include <vector>

#include "facts/rules/predicates.h"

namespace stackfit {

/// Predicates about loops of Python code: whether a line runs again and again, and what the rounds
/// have in common.
const std::vector<FilePredicate>& python_loop_predicates();

/// The innermost loop or comprehension of its own function that runs a node more than ten times, as
/// far as the code shows; kNoNode when there is none. A round that certainly is the last one
/// (`break`, `return` behind it) does not count.
NodeId repeating_loop(const FileView& file, NodeId node);

}  // namespace stackfit
