#pragma once
#include <string>
#include <vector>

#include "project/project_facts.h"
#include "rules/rule_set.h"

namespace stackfit {

/// What a reference corpus says about one rule.
struct Calibration {
  std::string rule;
  double half_odds = 0;      ///< for rules/data/calibration.toml
  double median = 0;         ///< odds of flagged to clean units over the projects
  std::size_t projects = 0;  ///< in which the rule could be broken
  bool measured = false;     ///< false: too few projects, or none broke it: the page's own stays
};

/// One value per rule that counts for health, so that the median project of the corpus loses a
/// quarter of what the rule can cost: g = o / (o + h) is 1/4 at h = 3·o. Where more than half of
/// the projects are clean the 90th percentile loses half, and nobody more for a finding in fifty.
/// `corpus`: the units of each project.
std::vector<Calibration> calibrate(const std::vector<std::vector<RuleUnits>>& corpus,
                                   const RuleSet& rules);

}  // namespace stackfit
