#pragma once
#include <vector>

#include "facts/rules/predicates.h"

namespace stackfit {

/// Predicates about where code runs (in a handler, after an asynchronous step, in a loop) and what
/// it does there (block, or compute on what a request brought).
const std::vector<FilePredicate>& place_predicates();

}  // namespace stackfit
