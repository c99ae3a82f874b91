#pragma once
#include "facts/gather.h"
#include "project/graph/module_graph.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// How the modules of a graph were found to load, where the language lets that be decided.
struct LoadVerdict {
  std::vector<bool> failing;  ///< by module: a statement in it or in a module it waits for fails
};

/// The rule `import-cycle`: one finding per group of modules that import each other in a circle.
/// Its units are the modules of product code; those of a suppressed group count neither way.
void survey_import_cycles(const ModuleGraph& graph, const RuleSet& rules,
                          SuppressionBook& suppressions, ProjectFacts& project);

/// The same for modules whose loading has been played through: a circle that holds a failing one is
/// left to whoever reports the failure, all others are notes and cost nothing. The units are added
/// to those that are there.
void survey_played_cycles(const ModuleGraph& graph, const LoadVerdict& verdict,
                          const RuleSet& rules, SuppressionBook& suppressions,
                          ProjectFacts& project);

}  // namespace stackfit
