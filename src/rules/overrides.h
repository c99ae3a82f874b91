#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The rules with these changes, in order, and what holds for some paths alone; the digest changes
/// with them. Fails with kConfig and the nearest name when a rule or threshold does not exist, when
/// a threshold is of the whole project and cannot differ by path, and when there are too many
/// patterns.
Result<RuleSet> with_overrides(RuleSet rules, const std::vector<RuleOverride>& overrides,
                               const std::vector<PathOverride>& by_path = {});

/// What a rule goes by in one file.
struct RuleSettings {
  bool enabled = true;
  std::optional<Severity> severity;  ///< a configuration's: of all its findings
  std::map<std::string, double> threshold;

  double number(const std::string& name, double fallback) const;
};

/// The settings of a rule for findings at `path`: its own, then those of every matching override in
/// their order.
RuleSettings settings_at(const RuleSet& rules, const Rule& rule, std::string_view path);

/// False when no file of the project could have a finding of the rule.
bool enabled_anywhere(const RuleSet& rules, const Rule& rule);

/// The least value a threshold has anywhere in the project: what one file's facts must reach down
/// to. `fallback` when the rule has no such threshold.
double least_threshold(const RuleSet& rules, const Rule& rule, const std::string& name,
                       double fallback);

/// The error that says there is no such rule.
Error unknown_rule(const RuleSet& rules, std::string_view name, ErrorKind kind,
                   const std::string& where = "");

}  // namespace stackfit
