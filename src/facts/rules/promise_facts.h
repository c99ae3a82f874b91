#pragma once
#include <vector>

#include "facts/rules/analyses.h"
#include "facts/rules/predicates.h"

namespace stackfit {

/// Predicates about promises: whether their failure reaches anybody, and whether awaits in a loop
/// wait for each other without need.
const std::vector<FilePredicate>& promise_predicates();

}  // namespace stackfit
