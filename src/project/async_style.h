#pragma once
#include "project/project_facts.h"
#include "rules/overrides.h"

namespace stackfit {

/// From the histogram of a profile to its percentiles, its shares of deep callbacks and its band.
/// A band is given from `profile_sites` callbacks on. `rule` is how callback-nesting is set.
void describe_depths(AsyncStyle& style, const RuleSettings& rule);

}  // namespace stackfit
