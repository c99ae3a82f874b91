#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cli/config.h"
#include "rules/rule_set.h"

namespace stackfit {

/// What a key's value looks like.
enum class ConfigShape : std::uint8_t { kText, kNumber, kList, kSwitch };

/// One key of a configuration, which is a flag written down. The parser, the JSON Schema and
/// `config show` all read this table.
struct ConfigKey {
  std::string_view name;  ///< `output.format`
  std::string_view flag;  ///< what it stands for
  ConfigShape shape;
  std::string_view fallback;  ///< what holds when nobody says anything, as TOML; may be empty
  std::string_view help;      ///< one sentence
  bool sense = true;          ///< of a switch: the value that sets the flag
  std::vector<std::string> (*choices)() = nullptr;  ///< the words it may be; null: any text
  std::string_view (*refuses)(const std::string&) = nullptr;  ///< why not this text, or ""
};

/// Keys beside `extends`, `rules`, `overrides`, `per-path-ignores` and `dependencies`, in the order
/// of the help.
const std::vector<ConfigKey>& config_keys();

/// The tables and lists that are no flag: `rules` …
const std::vector<std::string>& config_tables();

/// `rules.callback-nesting.severity`; parts that are no bare TOML key are quoted.
std::string dotted(const std::vector<std::string>& key);

/// The error of an entry, at its place.
Error config_error(const ConfigEntry& entry, std::string message, std::string hint = "");
/// The entry as a truth, or the error that it is none.
Result<bool> truth_of(const ConfigEntry& entry);
/// The entry as one value, or the error that it is a list.
Result<std::string> text_of(const ConfigEntry& entry);

/// `rules.<id>.…`, `overrides.<n>.…` and `per-path-ignores.<pattern>`.
Result<void> apply_rule_entry(const ConfigEntry& entry, Invocation& invocation);
Result<void> apply_path_entry(const ConfigEntry& entry, Invocation& invocation);
/// `dependencies.allow.<n>.…`.
Result<void> apply_allow_entry(const ConfigEntry& entry, Invocation& invocation);

/// The first of these that lacks a name, a reason or a date, or whose date is no date or too far
/// away: kConfig.
Result<void> check_allows(const Options& options, const RuleSet& rules);

}  // namespace stackfit
