#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "rules/rule_set.h"

namespace stackfit {

/// What a user changes about one rule.
struct RuleOverride {
  std::string rule;
  std::optional<bool> enabled;
  std::optional<Severity> severity;         ///< of all its findings
  std::map<std::string, double> threshold;  ///< by the rule's own names
  std::string where;                        ///< `stackfit.toml:3`, for error messages
};

/// The rules with these changes, in order; the digest changes with them. Fails with kConfig and the
/// nearest name when a rule or threshold does not exist.
Result<RuleSet> with_overrides(RuleSet rules, const std::vector<RuleOverride>& overrides);

/// The error that says there is no such rule.
Error unknown_rule(const RuleSet& rules, std::string_view name, ErrorKind kind,
                   const std::string& where = "");

}  // namespace stackfit
