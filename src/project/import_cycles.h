#pragma once
#include "facts/gather.h"
#include "project/graph/module_graph.h"
#include "project/project_facts.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The rule `import-cycle`: one finding per group of modules that import each other in a circle.
/// Its units are the modules of product code.
void survey_import_cycles(const ModuleGraph& graph, const RuleSet& rules, ProjectFacts& project);

}  // namespace stackfit
