#pragma once
#include <vector>

#include "facts/gather.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The rule `several-lockfiles`: lockfiles of different package managers in one folder.
void survey_several_locks(const std::vector<FileRecord>& records, const RuleSet& rules,
                          SuppressionBook& suppressions, ProjectFacts& project);

}  // namespace stackfit
