#pragma once
#include "core/options.h"
#include "project/project_facts.h"
#include "rules/rule_set.h"

namespace stackfit {

/// Leaves the findings and units of the rules the user wants: enabled (where the finding lies),
/// among `options.only` when there are any, and in `options.files` when there are any (units stay:
/// health is of the whole). Gives findings the severity a configuration forces, for their path.
///
/// An analysis that counts units leaves out by itself the paths where its rule is off
/// (`settings_at`): here the findings alone could be taken back.
void keep_selected(ProjectFacts& project, const RuleSet& rules, const Options& options);

}  // namespace stackfit
