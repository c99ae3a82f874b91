// What a configuration says about rules, for the whole project or for some paths.
#include <fmt/format.h>

#include <charconv>

#include "cli/config_keys.h"
#include "cli/flags.h"
#include "core/nearest.h"

namespace stackfit {
namespace {

// Counts, depths and weights; what is beyond is a mistake, and far from where a double stops being
// a safe integer.
constexpr double kLargestThreshold = 1e9;

const std::vector<std::string> kRuleKeys = {"enabled", "severity", "threshold"};

Result<void> set_threshold(const ConfigEntry& entry, RuleOverride& wanted) {
  auto text = text_of(entry);
  if (!text) return text.error();
  double number = 0;
  auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), number);
  bool whole = problem == std::errc() && end == text->data() + text->size();
  if (!whole || !(number >= 0 && number <= kLargestThreshold))
    return config_error(entry, fmt::format("\"{}\" wants a number from 0 to {}", dotted(entry.key),
                                           static_cast<int>(kLargestThreshold)));
  wanted.threshold[entry.key.back()] = number;
  return {};
}

Result<void> set_severity(const ConfigEntry& entry, RuleOverride& wanted) {
  auto text = text_of(entry);
  if (!text) return text.error();
  auto severity = parse_fail_on(*text);
  if (!severity || !*severity)
    return config_error(entry, fmt::format("severity is error, warning or note, not \"{}\"", *text),
                        did_you_mean(*text, {"error", "warning", "note"}));
  wanted.severity = **severity;
  return {};
}

// What an entry says of one rule; `at` is where its id stands in the key, behind `rules`.
Result<RuleOverride> rule_override(const ConfigEntry& entry, std::size_t at) {
  const auto& key = entry.key;
  std::size_t behind = key.size() > at ? key.size() - at - 1 : 0;
  if (behind == 0)
    return config_error(entry, fmt::format("\"{}\" wants a table", dotted(key)),
                        "[rules.callback-nesting] with severity, enabled or threshold");
  RuleOverride wanted;
  wanted.rule = key[at];
  wanted.where = entry.where;
  const auto& name = key[at + 1];
  Result<void> set;
  if (name == "threshold" && behind == 2) {
    set = set_threshold(entry, wanted);
  } else if (name == "severity" && behind == 1) {
    set = set_severity(entry, wanted);
  } else if (name == "enabled" && behind == 1) {
    auto truth = truth_of(entry);
    if (!truth) return truth.error();
    wanted.enabled = *truth;
  } else {
    auto hint = did_you_mean(name, kRuleKeys);
    return config_error(entry, fmt::format("unknown key \"{}\"", dotted(key)),
                        hint.empty() ? "a rule has enabled, severity and threshold.NAME" : hint);
  }
  if (!set) return set.error();
  return wanted;
}

// The override that this entry's table makes; entries of one table come one after another.
PathOverride& path_override(const ConfigEntry& entry, Invocation& invocation) {
  auto table = fmt::format("{}#{}.{}", entry.file, entry.key[0], entry.key[1]);
  auto& all = invocation.path_overrides;
  if (all.empty() || all.back().table != table) all.push_back({{}, {}, entry.where, table});
  return all.back();
}

Result<void> apply_override(const ConfigEntry& entry, Invocation& invocation) {
  if (entry.key.size() < 3)
    return config_error(entry, "\"overrides\" is a list of tables",
                        "[[overrides]] with paths and rules");
  PathOverride& wanted = path_override(entry, invocation);
  if (entry.key[2] == "paths" && entry.key.size() == 3) {
    wanted.paths = entry.values;
    return {};
  }
  if (entry.key[2] == "rules") {
    auto rule = rule_override(entry, 3);
    if (!rule) return rule.error();
    wanted.rules.push_back(std::move(*rule));
    return {};
  }
  auto hint = did_you_mean(entry.key[2], {"paths", "rules"});
  return config_error(entry, fmt::format("unknown key \"{}\"", dotted(entry.key)),
                      hint.empty() ? "an override has paths and rules" : hint);
}

}  // namespace

Result<void> apply_rule_entry(const ConfigEntry& entry, Invocation& invocation) {
  auto wanted = rule_override(entry, 1);
  if (!wanted) return wanted.error();
  invocation.overrides.push_back(std::move(*wanted));
  return {};
}

Result<void> apply_path_entry(const ConfigEntry& entry, Invocation& invocation) {
  if (entry.key[0] == "overrides") return apply_override(entry, invocation);
  if (entry.key.size() != 2)
    return config_error(entry, "\"per-path-ignores\" is a table of patterns",
                        "[per-path-ignores] with \"test/\" = [\"callback-nesting\"]");
  PathOverride& wanted = path_override(entry, invocation);
  wanted.paths = {entry.key[1]};
  for (const auto& id : entry.values) {
    RuleOverride off;
    off.rule = id;
    off.enabled = false;
    off.where = entry.where;
    wanted.rules.push_back(std::move(off));
  }
  return {};
}

}  // namespace stackfit
