#pragma once
#include <vector>

#include "facts/gather.h"
#include "project/project_facts.h"
#include "rules/rule_set.h"

namespace stackfit {

/// Adds the findings and units of the rule `module-name-conflict`: local Python files whose name
/// keeps an import from reaching what it means.
void survey_python_conflicts(const std::vector<FileRecord>& records, const RuleSet& rules,
                             ProjectFacts& project);

}  // namespace stackfit
