#pragma once
#include <vector>

#include "facts/rules/predicates.h"

namespace stackfit {

/// Predicates about computing in Python itself: functions that do nothing else, and loops over the
/// elements of arrays.
const std::vector<FilePredicate>& python_computation_predicates();

}  // namespace stackfit
