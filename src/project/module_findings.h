#pragma once
#include "facts/gather.h"
#include "project/graph/module_graph.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// Rules about a project's modules as a whole, over the graphs of both languages:
/// `god-module`: one that much of the project needs, that needs much of it, and that is long, each
/// measured against the project's own 95th percentile and a floor of the rule's thresholds;
/// `module-untested`: modules that no test with an assertion imports, itself or through one module
/// between; a finding for each folder. Counts units.
void survey_modules(const std::vector<FileRecord>& records, const std::vector<ModuleGraph>& graphs,
                    const RuleSet& rules, SuppressionBook& suppressions, ProjectFacts& project);

}  // namespace stackfit
