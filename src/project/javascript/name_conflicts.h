#pragma once
#include "facts/gather.h"
#include "project/javascript/resolver.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The rule `module-name-conflict` on Node's side (classes NM01 to NM05): names that lead to
/// another module than the one that is meant, or to one by chance. Its units join those of Python's
/// side.
void survey_node_conflicts(const std::vector<FileRecord>& records, const ModuleResolver& resolver,
                           const RuleSet& rules, SuppressionBook& suppressions,
                           ProjectFacts& project);

}  // namespace stackfit
