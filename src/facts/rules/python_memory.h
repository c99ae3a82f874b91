#pragma once
#include <vector>

#include "facts/rules/predicates.h"

namespace stackfit {

/// Predicates about what Python code keeps in memory, and about the size of its functions.
const std::vector<FilePredicate>& python_memory_predicates();

}  // namespace stackfit
