#include "rules/overrides.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/nearest.h"
#include "core/text.h"

namespace stackfit {
namespace {

Error unknown_threshold(const Rule& rule, const std::string& name, const std::string& where) {
  std::vector<std::string> known;
  for (const auto& [key, value] : rule.threshold) known.push_back(key);
  auto hint = did_you_mean(name, known);
  if (hint.empty() && !known.empty()) hint = "thresholds: " + join(known, ", ");
  return {ErrorKind::kConfig, fmt::format("{} has no threshold \"{}\"", rule.id, name), where,
          hint};
}

Result<void> change(Rule& rule, const RuleOverride& wanted) {
  if (wanted.enabled) rule.enabled = *wanted.enabled;
  if (wanted.severity) {
    rule.severity = *wanted.severity;
    rule.forced_severity = wanted.severity;
  }
  for (const auto& [name, value] : wanted.threshold) {
    auto known = rule.threshold.find(name);
    if (known == rule.threshold.end()) return unknown_threshold(rule, name, wanted.where);
    known->second = value;
  }
  return {};
}

// What of the rules findings depend on, as text for the digest.
std::string state_of(const RuleSet& rules) {
  std::string state = rules.digest;
  for (const Rule& rule : rules.rules) {
    auto forced = rule.forced_severity ? name_of(*rule.forced_severity) : "";
    state += fmt::format("\n{} {} {}", rule.id, rule.enabled, forced);
    for (const auto& [name, value] : rule.threshold) state += fmt::format(" {}={}", name, value);
  }
  return state;
}

}  // namespace

Error unknown_rule(const RuleSet& rules, std::string_view name, ErrorKind kind,
                   const std::string& where) {
  std::vector<std::string> known;
  for (const Rule& rule : rules.rules) known.push_back(rule.id);
  auto hint = did_you_mean(name, known);
  return {kind, fmt::format("there is no rule \"{}\"", name), where,
          hint.empty() ? "stackfit rules lists them" : hint};
}

Result<RuleSet> with_overrides(RuleSet rules, const std::vector<RuleOverride>& overrides) {
  if (overrides.empty()) return rules;
  for (const auto& wanted : overrides) {
    auto rule = std::find_if(rules.rules.begin(), rules.rules.end(),
                             [&](const Rule& known) { return known.id == wanted.rule; });
    if (rule == rules.rules.end())
      return unknown_rule(rules, wanted.rule, ErrorKind::kConfig, wanted.where);
    if (auto changed = change(*rule, wanted); !changed) return changed.error();
  }
  rules.digest = hash_hex(state_of(rules));
  return rules;
}

}  // namespace stackfit
