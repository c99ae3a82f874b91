#pragma once
#include "judge/verdict.h"

namespace stackfit {

/// Adds to each present dimension, and to the stack as a whole, the suggestions of
/// rules/data/fit-suggestions.toml whose stated condition holds.
void suggest(Fit& fit, const ProjectFacts& project);

/// Ids of the suggestions that have a condition. A test holds them against the data.
std::vector<std::string> suggestion_ids();

}  // namespace stackfit
