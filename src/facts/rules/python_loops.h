#pragma once
#include <vector>

#include "facts/rules/predicates.h"

namespace stackfit {

/// Predicates about loops of Python code: whether a line runs again and again, and what the rounds
/// have in common.
const std::vector<FilePredicate>& python_loop_predicates();

}  // namespace stackfit
