#pragma once
#include <vector>

#include "facts/rules/predicates.h"

namespace stackfit {

/// Predicates about lists, tables and rows of Python code: how long they are, how they are walked,
/// and whether they are walked at all.
const std::vector<FilePredicate>& python_list_predicates();

}  // namespace stackfit
