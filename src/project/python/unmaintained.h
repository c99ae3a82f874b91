#pragma once
#include <vector>

#include "facts/gather.h"
#include "project/npm/allow.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The rule `unmaintained-dependency` for Python: dead projects of PyPI that a manifest asks for or
/// a lockfile brings in. Its units join those of npm's side.
void survey_dead_distributions(const std::vector<FileRecord>& records, const RuleSet& rules,
                               const Options& options, SuppressionBook& suppressions,
                               npm::AllowBook& allows, ProjectFacts& project);

}  // namespace stackfit
