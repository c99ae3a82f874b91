#pragma once
#include <string_view>

#include "core/options.h"
#include "facts/source_needs.h"
#include "rules/rule_set.h"

namespace stackfit {

/// What a run has to know of sources. `check --only RULE` in a format that shows findings alone is
/// a question about these rules: its report says nothing of health, fit and style, so that no
/// source is parsed that cannot hold such a finding. Any other run, and any other command, asks
/// everything.
SourceNeeds source_needs(std::string_view command, const Options& options, const RuleSet& rules);

}  // namespace stackfit
