#pragma once
#include <string>
#include <vector>

#include "project/project_facts.h"
#include "rules/rule_set.h"

namespace stackfit {

/// What one vote of a rule is cast on: the innermost named scope a finding stands in, or its line
/// where there is none. Several findings of a rule in one unit count once, by the heaviest.
std::string unit_of(const Finding& finding);

/// How many units a finding speaks of: its datum `units`, else 1.
double units_in(const Finding& finding);

/// Counts what `rule` flagged among `findings` (suppressed ones left out) beside `clean` units that
/// it looked at and found in order. With neither, the rule is not applicable.
RuleUnits tally(const std::string& rule, const std::vector<Finding>& findings, double clean,
                const Scoring& scoring);

/// What the units become when these findings of the rule are gone: theirs turn clean.
void turn_clean(RuleUnits& units, const std::vector<Finding>& findings, const Scoring& scoring);

}  // namespace stackfit
