// What a configuration may say: a table of keys, each of which is a flag written down, and
// `[rules.<id>]`. Flags that name places outside the root (--output, --rules, --config,
// --allow-external-gitdir) have no key.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "cli/config.h"
#include "cli/flags.h"
#include "core/nearest.h"
#include "core/text.h"

namespace stackfit {
namespace {

enum class Shape : std::uint8_t { kText, kList, kSwitch };

struct ConfigKey {
  std::string_view name;
  std::string_view flag;  // what it stands for
  Shape shape;
  bool sense = true;  // of a switch: the value that sets the flag
};
constexpr ConfigKey kKeys[] = {
    {"exclude", "--exclude", Shape::kList},
    {"default-excludes", "--no-default-excludes", Shape::kSwitch, false},
    {"only", "--only", Shape::kList},
    {"fail-on", "--fail-on", Shape::kText},
    {"strict", "--strict", Shape::kSwitch},
    {"as-of", "--as-of", Shape::kText},
    {"output.format", "--format", Shape::kText},
};
const std::vector<std::string> kRuleKeys = {"enabled", "severity", "threshold"};

Error config_error(const ConfigEntry& entry, std::string message, std::string hint = "") {
  return {ErrorKind::kConfig, std::move(message), entry.where, std::move(hint)};
}

std::string full_name(const ConfigEntry& entry) {
  return join(entry.key, ".");
}

Error unknown_key(const ConfigEntry& entry, const std::vector<std::string>& known) {
  auto name = full_name(entry);
  auto hint = did_you_mean(name, known);
  if (hint.empty()) hint = "keys: " + join(known, ", ");
  return config_error(entry, fmt::format("unknown key \"{}\"", name), hint);
}

Result<bool> truth_of(const ConfigEntry& entry) {
  if (!entry.is_list && entry.values.size() == 1) {
    if (entry.values[0] == "true") return true;
    if (entry.values[0] == "false") return false;
  }
  return config_error(entry, fmt::format("\"{}\" is true or false", full_name(entry)));
}

Result<std::string> text_of(const ConfigEntry& entry) {
  if (entry.is_list || entry.values.size() != 1)
    return config_error(entry, fmt::format("\"{}\" wants one value", full_name(entry)));
  return entry.values[0];
}

Result<void> apply_value(const ConfigEntry& entry, std::string_view flag_name,
                         const std::string& value, Invocation& invocation) {
  auto flag = std::find_if(flags().begin(), flags().end(),
                           [&](const Flag& row) { return row.name == flag_name; });
  auto applied = flag->apply(invocation, value);
  if (applied) return {};
  return config_error(entry, applied.error().message, applied.error().hint);
}

Result<void> apply_key(const ConfigEntry& entry, const ConfigKey& key, Invocation& invocation) {
  if (key.shape == Shape::kSwitch) {
    auto truth = truth_of(entry);
    if (!truth) return truth.error();
    return *truth == key.sense ? apply_value(entry, key.flag, "", invocation) : Result<void>();
  }
  if (key.shape == Shape::kText) {
    auto text = text_of(entry);
    if (!text) return text.error();
    return apply_value(entry, key.flag, *text, invocation);
  }
  for (const auto& value : entry.values)
    if (auto applied = apply_value(entry, key.flag, value, invocation); !applied)
      return applied.error();
  return {};
}

Result<void> set_threshold(const ConfigEntry& entry, RuleOverride& wanted) {
  auto text = text_of(entry);
  if (!text) return text.error();
  double number = 0;
  auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (problem != std::errc() || end != text->data() + text->size())
    return config_error(entry, fmt::format("\"{}\" wants a number", full_name(entry)));
  wanted.threshold[entry.key[3]] = number;
  return {};
}

// rules.<id>.enabled, rules.<id>.severity, rules.<id>.threshold.<name>
Result<void> apply_rule_key(const ConfigEntry& entry, Invocation& invocation) {
  if (entry.key.size() < 3)
    return config_error(entry, fmt::format("\"{}\" wants a table", full_name(entry)),
                        "[rules.callback-nesting] with severity, enabled or threshold");
  RuleOverride wanted;
  wanted.rule = entry.key[1];
  wanted.where = entry.where;
  const auto& name = entry.key[2];
  if (name == "threshold" && entry.key.size() == 4) {
    if (auto set = set_threshold(entry, wanted); !set) return set.error();
  } else if (name == "enabled" && entry.key.size() == 3) {
    auto truth = truth_of(entry);
    if (!truth) return truth.error();
    wanted.enabled = *truth;
  } else if (name == "severity" && entry.key.size() == 3) {
    auto text = text_of(entry);
    if (!text) return text.error();
    auto severity = parse_fail_on(*text);
    if (!severity || !*severity)
      return config_error(entry,
                          fmt::format("severity is error, warning or note, not \"{}\"", *text),
                          did_you_mean(*text, {"error", "warning", "note"}));
    wanted.severity = **severity;
  } else {
    auto hint = did_you_mean(name, kRuleKeys);
    return config_error(entry, fmt::format("unknown key \"{}\"", full_name(entry)),
                        hint.empty() ? "a rule has enabled, severity and threshold.NAME" : hint);
  }
  invocation.overrides.push_back(std::move(wanted));
  return {};
}

}  // namespace

Result<void> apply_config(const ConfigEntry& entry, Invocation& invocation) {
  if (entry.key.front() == "rules") return apply_rule_key(entry, invocation);
  auto name = full_name(entry);
  std::vector<std::string> known = {"rules"};
  for (const auto& key : kKeys) {
    if (key.name == name) return apply_key(entry, key, invocation);
    known.emplace_back(key.name);
  }
  return unknown_key(entry, known);
}

}  // namespace stackfit
