#pragma once
#include <vector>

#include "facts/gather.h"
#include "project/npm/allow.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The rule `several-lockfiles`: lockfiles of different package managers in one folder. An allow
/// names one of the files (`yarn.lock`) or its manager.
void survey_several_locks(const std::vector<FileRecord>& records, const RuleSet& rules,
                          SuppressionBook& suppressions, npm::AllowBook& allows,
                          ProjectFacts& project);

}  // namespace stackfit
