#pragma once
#include "cli/invocation.h"
#include "core/result.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The rules of a run: built-in and further pages, with what the configuration changes. Fails on a
/// rule that does not exist, with the nearest name.
Result<RuleSet> rules_for(const Invocation& invocation);

}  // namespace stackfit
