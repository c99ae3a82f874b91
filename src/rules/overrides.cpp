// A threshold may differ by path only where the analysis asks for it path by path; the rule's page
// says which of its thresholds it asks for so (`per_path`). One that is of the project as a whole
// is refused, because accepting a setting that changes nothing would be a lie.
#include "rules/overrides.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/nearest.h"
#include "core/text.h"

namespace stackfit {
namespace {

// Every file is matched against every pattern.
constexpr std::size_t kMaxPatterns = 500;

Error unknown_threshold(const Rule& rule, const std::string& name, const std::string& where) {
  std::vector<std::string> known;
  for (const auto& [key, value] : rule.threshold) known.push_back(key);
  auto hint = did_you_mean(name, known);
  if (hint.empty() && !known.empty()) hint = "thresholds: " + join(known, ", ");
  return {ErrorKind::kConfig, fmt::format("{} has no threshold \"{}\"", rule.id, name), where,
          hint};
}

Result<Rule*> rule_named(RuleSet& rules, const RuleOverride& wanted) {
  auto rule = std::find_if(rules.rules.begin(), rules.rules.end(),
                           [&](const Rule& known) { return known.id == wanted.rule; });
  if (rule == rules.rules.end())
    return unknown_rule(rules, wanted.rule, ErrorKind::kConfig, wanted.where);
  for (const auto& [name, value] : wanted.threshold)
    if (rule->threshold.count(name) == 0) return unknown_threshold(*rule, name, wanted.where);
  return &*rule;
}

Result<void> check_by_path(const Rule& rule, const RuleOverride& wanted) {
  for (const auto& [name, value] : wanted.threshold) {
    if (std::find(rule.per_path.begin(), rule.per_path.end(), name) != rule.per_path.end())
      continue;
    auto hint = rule.per_path.empty() ? "enabled and severity can"
                                      : "these can: " + join(rule.per_path, ", ");
    return Error{ErrorKind::kConfig,
                 fmt::format("threshold \"{}\" of {} is of the whole project and cannot differ by "
                             "path",
                             name, rule.id),
                 wanted.where, hint};
  }
  return {};
}

Result<PathRules> compiled(RuleSet& rules, const PathOverride& wanted) {
  PathRules path_rules;
  if (wanted.paths.empty())
    return Error{ErrorKind::kConfig, "an override names no paths", wanted.where,
                 "paths = [\"test/\"]"};
  for (const auto& text : wanted.paths) {
    auto pattern = text.size() > IgnoreList::kMaxLine ? std::nullopt : parse_pattern(text);
    if (!pattern)
      return Error{ErrorKind::kConfig, fmt::format("\"{}\" can never match a path", text),
                   wanted.where, "patterns are those of .gitignore"};
    path_rules.paths.push_back(std::move(*pattern));
  }
  for (const auto& change : wanted.rules) {
    auto rule = rule_named(rules, change);
    if (!rule) return rule.error();
    if (auto checked = check_by_path(**rule, change); !checked) return checked.error();
  }
  path_rules.rules = wanted.rules;
  return path_rules;
}

template <class Settings>
void change(Settings& settings, std::optional<Severity>& severity, const RuleOverride& wanted) {
  if (wanted.enabled) settings.enabled = *wanted.enabled;
  if (wanted.severity) severity = wanted.severity;
  for (const auto& [name, value] : wanted.threshold) settings.threshold[name] = value;
}

std::string state_of(const RuleOverride& wanted) {
  auto state = fmt::format("\n  {}", wanted.rule);
  if (wanted.enabled) state += fmt::format(" {}", *wanted.enabled);
  if (wanted.severity) state += fmt::format(" {}", name_of(*wanted.severity));
  for (const auto& [name, value] : wanted.threshold) state += fmt::format(" {}={}", name, value);
  return state;
}

// What of the rules findings depend on, as text for the digest.
std::string state_of(const RuleSet& rules, const std::vector<PathOverride>& by_path) {
  std::string state = rules.digest;
  for (const Rule& rule : rules.rules) {
    auto forced = rule.forced_severity ? name_of(*rule.forced_severity) : "";
    state += fmt::format("\n{} {} {}", rule.id, rule.enabled, forced);
    for (const auto& [name, value] : rule.threshold) state += fmt::format(" {}={}", name, value);
  }
  for (const auto& wanted : by_path) {
    state += "\n" + join(wanted.paths, "\n");
    for (const auto& one : wanted.rules) state += state_of(one);
  }
  return state;
}

bool means(const PathPattern& pattern, PathParts path) {
  for (std::size_t depth = 1; depth <= path.size(); ++depth)
    if (matches(pattern, path.first(depth), depth < path.size())) return true;
  return false;
}

// Whether an override speaks of this file.
bool speaks_of(const std::vector<PathPattern>& patterns, PathParts path) {
  auto last = std::find_if(patterns.rbegin(), patterns.rend(),
                           [&](const PathPattern& pattern) { return means(pattern, path); });
  return last != patterns.rend() && !last->negated;
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

Result<RuleSet> with_overrides(RuleSet rules, const std::vector<RuleOverride>& overrides,
                               const std::vector<PathOverride>& by_path) {
  if (overrides.empty() && by_path.empty()) return rules;
  for (const auto& wanted : overrides) {
    auto rule = rule_named(rules, wanted);
    if (!rule) return rule.error();
    change(**rule, (*rule)->forced_severity, wanted);
    if (wanted.severity) (*rule)->severity = *wanted.severity;
  }
  std::size_t patterns = 0;
  for (const auto& wanted : by_path) {
    patterns += wanted.paths.size();
    if (patterns > kMaxPatterns)
      return Error{
          ErrorKind::kConfig,
          fmt::format("more than {} patterns in overrides and per-path-ignores", kMaxPatterns),
          wanted.where, "name folders instead of files"};
    auto path_rules = compiled(rules, wanted);
    if (!path_rules) return path_rules.error();
    rules.by_path.push_back(std::move(*path_rules));
  }
  rules.digest = hash_hex(state_of(rules, by_path));
  return rules;
}

double RuleSettings::number(const std::string& name, double fallback) const {
  auto at = threshold.find(name);
  return at == threshold.end() ? fallback : at->second;
}

RuleSettings settings_at(const RuleSet& rules, const Rule& rule, std::string_view path) {
  RuleSettings settings{rule.enabled, rule.forced_severity, rule.threshold};
  if (rules.by_path.empty()) return settings;
  const auto parts = split_path(path);
  for (const auto& override : rules.by_path)
    for (const auto& wanted : override.rules)
      if (wanted.rule == rule.id && speaks_of(override.paths, parts))
        change(settings, settings.severity, wanted);
  return settings;
}

bool enabled_anywhere(const RuleSet& rules, const Rule& rule) {
  auto turns_on = [&](const RuleOverride& wanted) {
    return wanted.rule == rule.id && wanted.enabled.value_or(false);
  };
  return rule.enabled ||
         std::any_of(rules.by_path.begin(), rules.by_path.end(), [&](const PathRules& override) {
           return std::any_of(override.rules.begin(), override.rules.end(), turns_on);
         });
}

double least_threshold(const RuleSet& rules, const Rule& rule, const std::string& name,
                       double fallback) {
  auto own = rule.threshold.find(name);
  if (own == rule.threshold.end()) return fallback;
  double least = own->second;
  for (const auto& override : rules.by_path)
    for (const auto& wanted : override.rules)
      if (auto at = wanted.threshold.find(name);
          wanted.rule == rule.id && at != wanted.threshold.end())
        least = std::min(least, at->second);
  return least;
}

}  // namespace stackfit
