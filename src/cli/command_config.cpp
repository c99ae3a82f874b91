// `config show | check | schema`: what a run would go by, and where each setting comes from.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/config_keys.h"
#include "cli/config_schema.h"
#include "cli/make_invocation.h"
#include "cli/rules_for.h"
#include "cli/settings.h"
#include "core/nearest.h"
#include "core/text.h"

namespace stackfit {
namespace {

using Json = nlohmann::ordered_json;

Error usage(std::string message, std::string hint = "") {
  return {ErrorKind::kUsage, std::move(message), "", std::move(hint)};
}

// One line of `config show`.
struct Shown {
  std::string key;
  Json value;
  std::string from;
};

Json word_as_json(const std::string& word) {
  if (word == "true" || word == "false") return word == "true";
  bool number = !word.empty() && word.find_first_not_of("0123456789.") == std::string::npos;
  auto read = number ? Json::parse(word, nullptr, false) : Json();
  return read.is_number() ? read : Json(word);
}

Json value_of(const ConfigEntry& entry, bool list) {
  if (!list && entry.values.size() == 1) return word_as_json(entry.values[0]);
  return Json(entry.values);
}

std::vector<Shown> shown_keys(const Settings& settings) {
  std::vector<Shown> shown;
  for (const auto& key : config_keys()) {
    Shown row{std::string(key.name), Json::parse(key.fallback, nullptr, false), "default"};
    bool list = key.shape == ConfigShape::kList;
    for (const auto& entry : settings.entries) {
      if (join(entry.key, ".") != key.name) continue;
      auto value = value_of(entry, list);
      bool first = row.from == "default";
      if (list && !first)
        row.value.insert(row.value.end(), value.begin(), value.end());
      else
        row.value = value;
      row.from = first || !list ? entry.where : row.from + ", " + entry.where;
    }
    bool unset = key.fallback.empty() && row.from == "default";
    if (!unset) shown.push_back(std::move(row));
  }
  return shown;
}

// Rules, overrides and ignores, as they were written.
std::vector<Shown> shown_tables(const Settings& settings) {
  std::vector<Shown> shown;
  for (const auto& entry : settings.entries) {
    const auto& tables = config_tables();
    if (std::find(tables.begin(), tables.end(), entry.key[0]) == tables.end()) continue;
    shown.push_back({dotted(entry.key), value_of(entry, entry.is_list), entry.where});
  }
  return shown;
}

std::string as_text(const Settings& settings) {
  std::string text;
  for (const auto& file : settings.files) text += fmt::format("# {}\n", display(file));
  if (settings.files.empty()) text += "# no configuration file\n";
  for (const auto& rows : {shown_keys(settings), shown_tables(settings)})
    for (const auto& row : rows) {
      auto setting = fmt::format("{} = {}", row.key,
                                 row.value.dump(-1, ' ', false, Json::error_handler_t::replace));
      text += fmt::format("{:<44}  # {}\n", display(setting), display(row.from));
    }
  return text;
}

std::string as_json(const Settings& settings) {
  auto rows = Json::array();
  for (const auto& part : {shown_keys(settings), shown_tables(settings)})
    for (const auto& row : part)
      rows.push_back({{"key", row.key}, {"value", row.value}, {"from", row.from}});
  Json document = {{"files", settings.files}, {"settings", std::move(rows)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

// Every entry that makes no sense, not only the first.
std::vector<Error> problems_of(const Settings& settings, const Invocation& invocation) {
  std::vector<Error> problems;
  Invocation scratch = invocation;
  for (const auto& entry : settings.entries)
    if (auto applied = apply_config(entry, scratch); !applied) problems.push_back(applied.error());
  if (auto rules = rules_for(scratch); !rules) problems.push_back(rules.error());
  return problems;
}

Result<int> show(const Settings& settings, const Invocation& invocation) {
  const auto& format = invocation.options.format;
  if (format != "text" && format != "json")
    return usage(fmt::format("\"config show\" prints text or json, not \"{}\"", format));
  auto printed = print(format == "json" ? as_json(settings) : as_text(settings));
  if (!printed) return printed.error();
  return kClean;
}

Result<int> check(const Settings& settings) {
  std::string text;
  for (const auto& file : settings.files) text += fmt::format("{}: in order\n", display(file));
  if (settings.files.empty()) text = "no configuration file\n";
  if (auto printed = print(text); !printed) return printed.error();
  return kClean;
}

Result<int> print_schema(const Invocation& invocation) {
  auto rules = load_rules(invocation.options.rule_dirs);
  if (!rules) return rules.error();
  if (auto printed = print(config_schema(*rules)); !printed) return printed.error();
  return kClean;
}

}  // namespace

Result<int> run_config(const Invocation& invocation, Console& console) {
  const auto& what = invocation.arguments.front();
  if (what == "schema") return print_schema(invocation);
  if (what != "show" && what != "check") {
    auto hint = did_you_mean(what, {"show", "check", "schema"});
    return usage(fmt::format("\"config\" knows no \"{}\"", what),
                 hint.empty() ? "stackfit config show, check or schema" : hint);
  }
  auto settings = read_settings(invocation);
  if (!settings) return settings.error();
  auto problems = problems_of(*settings, invocation);
  for (std::size_t i = 1; i < problems.size(); ++i)
    print_error(problems[i - 1], console.colour_errors);
  if (!problems.empty()) return problems.back();
  return what == "show" ? show(*settings, invocation) : check(*settings);
}

}  // namespace stackfit
