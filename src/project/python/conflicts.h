#pragma once
#include <vector>

#include "facts/gather.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// Adds the findings and units of the rule `module-name-conflict`: local Python files whose name
/// keeps an import from reaching what it means. `suppressions` decides what counts for the units.
/// `skipped`: files left out of the analysis, which imports may still meet.
void survey_python_conflicts(const std::vector<FileRecord>& records,
                             const std::vector<Skipped>& skipped, const RuleSet& rules,
                             SuppressionBook& suppressions, ProjectFacts& project);

}  // namespace stackfit
