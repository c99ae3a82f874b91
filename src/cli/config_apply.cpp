// What a configuration may say: a table of keys, each of which is a flag written down.
#include <fmt/format.h>

#include <algorithm>

#include "cli/config_keys.h"
#include "cli/flags.h"
#include "core/nearest.h"
#include "core/text.h"

namespace stackfit {
namespace {

Error unknown_key(const ConfigEntry& entry) {
  auto name = dotted(entry.key);
  auto known = config_tables();
  for (const auto& key : config_keys()) known.emplace_back(key.name);
  auto hint = did_you_mean(name, known);
  if (hint.empty()) hint = "keys: " + join(known, ", ");
  return config_error(entry, fmt::format("unknown key \"{}\"", name), hint);
}

Result<void> apply_value(const ConfigEntry& entry, const ConfigKey& key, const std::string& value,
                         Invocation& invocation) {
  if (key.choices != nullptr) {
    auto words = key.choices();
    if (std::find(words.begin(), words.end(), value) == words.end())
      return config_error(entry, fmt::format("{} cannot be \"{}\"", key.name, value),
                          "one of: " + join(words, ", "));
  }
  if (std::string_view why = key.refuses ? key.refuses(value) : ""; !why.empty())
    return config_error(entry, fmt::format("{} {}", key.name, why),
                        fmt::format("{} can name any file", key.flag));
  auto flag = std::find_if(flags().begin(), flags().end(),
                           [&](const Flag& row) { return row.name == key.flag; });
  auto applied = flag->apply(invocation, value);
  if (applied) return {};
  return config_error(entry, applied.error().message, applied.error().hint);
}

Result<void> apply_key(const ConfigEntry& entry, const ConfigKey& key, Invocation& invocation) {
  if (key.shape == ConfigShape::kSwitch) {
    auto truth = truth_of(entry);
    if (!truth) return truth.error();
    return *truth == key.sense ? apply_value(entry, key, "", invocation) : Result<void>();
  }
  if (key.shape == ConfigShape::kText || key.shape == ConfigShape::kNumber) {
    auto text = text_of(entry);
    if (!text) return text.error();
    return apply_value(entry, key, *text, invocation);
  }
  for (const auto& value : entry.values)
    if (auto applied = apply_value(entry, key, value, invocation); !applied) return applied.error();
  return {};
}

}  // namespace

Error config_error(const ConfigEntry& entry, std::string message, std::string hint) {
  return {ErrorKind::kConfig, std::move(message), entry.where, std::move(hint)};
}

Result<bool> truth_of(const ConfigEntry& entry) {
  if (!entry.is_list && entry.values.size() == 1) {
    if (entry.values[0] == "true") return true;
    if (entry.values[0] == "false") return false;
  }
  return config_error(entry, fmt::format("\"{}\" is true or false", dotted(entry.key)));
}

Result<std::string> text_of(const ConfigEntry& entry) {
  if (entry.is_list || entry.values.size() != 1)
    return config_error(entry, fmt::format("\"{}\" wants one value", dotted(entry.key)));
  return entry.values[0];
}

Result<void> apply_config(const ConfigEntry& entry, Invocation& invocation) {
  const auto& first = entry.key.front();
  if (first == "rules") return apply_rule_entry(entry, invocation);
  if (first == "overrides" || first == "per-path-ignores")
    return apply_path_entry(entry, invocation);
  if (first == "dependencies") return apply_allow_entry(entry, invocation);
  if (first == "extends")
    return config_error(entry, "\"extends\" belongs at the top of a file",
                        "--config names another file");
  auto name = join(entry.key, ".");
  for (const auto& key : config_keys())
    if (key.name == name) return apply_key(entry, key, invocation);
  return unknown_key(entry);
}

}  // namespace stackfit
