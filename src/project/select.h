#pragma once
#include "core/options.h"
#include "project/project_facts.h"
#include "rules/rule_set.h"

namespace stackfit {

/// Leaves the findings and units of the rules the user wants: enabled, among `options.only` when
/// there are any, and in `options.files` when there are any (units stay: health is of the whole).
/// Gives findings the severity a configuration forces.
void keep_selected(ProjectFacts& project, const RuleSet& rules, const Options& options);

}  // namespace stackfit
