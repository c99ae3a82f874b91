#pragma once
#include <string>
#include <vector>

#include "core/result.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The findings of `rule` in one of its examples, run through the whole pipeline on a tree in
/// memory with the example's flags: `path:line severity message`, sorted. Fails when the example's
/// flags mean nothing.
Result<std::vector<std::string>> run_example(const Rule& rule, const RuleExample& example,
                                             const RuleSet& rules);

/// The page's text with the example's expectations replaced. Examples further down must be replaced
/// first: their lines move.
std::string with_expectations(std::string_view page, const RuleExample& example,
                              const std::vector<std::string>& found);

}  // namespace stackfit
