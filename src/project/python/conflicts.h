#pragma once
#include <vector>

#include "facts/gather.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// Adds the findings and units of the rule `module-name-conflict`: local Python files whose name
/// keeps an import from reaching what it means. `suppressions` decides what counts for the units.
void survey_python_conflicts(const std::vector<FileRecord>& records, const RuleSet& rules,
                             SuppressionBook& suppressions, ProjectFacts& project);

}  // namespace stackfit
