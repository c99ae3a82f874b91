#pragma once
#include <vector>

#include "core/options.h"
#include "facts/gather.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// Adds what callback-nesting has to say: its findings, its units for the health score and the
/// project's profile of asynchronous styles. Does nothing when the rule is not among `rules`.
///
/// `suppressions` decides what counts for the units.
///
/// In a parity mode there is one finding for every callback deeper than `options.parity_max`,
/// wherever it lies; places are then ESLint's.
void survey_callbacks(const std::vector<FileRecord>& records, const RuleSet& rules,
                      const Options& options, SuppressionBook& suppressions, ProjectFacts& project);

}  // namespace stackfit
