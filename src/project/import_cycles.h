#pragma once
#include "facts/gather.h"
#include "project/graph/module_graph.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The rule `import-cycle`: one finding per group of modules that import each other in a circle.
/// Its units are the modules of product code; those of a suppressed group count neither way.
void survey_import_cycles(const ModuleGraph& graph, const RuleSet& rules,
                          SuppressionBook& suppressions, ProjectFacts& project);

}  // namespace stackfit
