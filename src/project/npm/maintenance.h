#pragma once
#include <vector>

#include "core/options.h"
#include "facts/gather.h"
#include "project/npm/allow.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The rule `unmaintained-dependency`: judges every package of the npm manifests and lockfiles and
/// adds findings (suppressed ones marked, and of no weight), health units and the report on npm to
/// `project`. Reads no network.
void survey_npm(const std::vector<FileRecord>& records, const RuleSet& rules,
                const Options& options, SuppressionBook& suppressions, npm::AllowBook& allows,
                ProjectFacts& project);

}  // namespace stackfit
