#pragma once
#include <vector>

#include "core/options.h"
#include "facts/gather.h"
#include "project/project_facts.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The rule `unmaintained-dependency`: judges every package of the npm manifests and lockfiles and
/// adds findings, health units and the report on npm to `project`. Reads no network.
void survey_npm(const std::vector<FileRecord>& records, const RuleSet& rules,
                const Options& options, ProjectFacts& project);

}  // namespace stackfit
