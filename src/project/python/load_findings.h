#pragma once
#include "project/project_facts.h"
#include "project/python/load_graph.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The rule `import-cycle` for Python: statements that fail because of a circle of imports, each a
/// finding; circles that load are a note. Also PM16 and PM17 of `module-name-conflict`: names of a
/// package that a submodule of the same name replaces. Units of `import-cycle` are added to those
/// that are there. `skipped`: files left out of the analysis, which imports may still meet.
void survey_python_loading(const LoadGraph& graph, const RuleSet& rules,
                           SuppressionBook& suppressions, ProjectFacts& project);

}  // namespace stackfit
