#include "cli/config_schema.h"

#include <nlohmann/json.hpp>

#include "cli/config_keys.h"
#include "core/text.h"

namespace stackfit {
namespace {

using Json = nlohmann::ordered_json;

Json list_of(Json items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

Json one_or_more(const Json& items) {
  return {{"anyOf", Json::array({items, list_of(items)})}};
}

Json closed_object(Json properties) {
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

Json described(Json schema, std::string_view text) {
  schema["description"] = text;
  return schema;
}

Json text_schema() {
  return {{"type", "string"}};
}

Json rule_ids(const RuleSet& rules) {
  auto ids = Json::array();
  for (const Rule& rule : rules.rules) ids.push_back(rule.id);
  return {{"type", "string"}, {"enum", std::move(ids)}};
}

Json value_schema(const ConfigKey& key, const RuleSet& rules) {
  Json value = text_schema();
  if (key.shape == ConfigShape::kSwitch) value = {{"type", "boolean"}};
  if (key.shape == ConfigShape::kNumber) value = {{"type", "number"}, {"minimum", 0}};
  if (key.choices != nullptr) value["enum"] = key.choices();
  if (key.name == "only") value = rule_ids(rules);
  return described(key.shape == ConfigShape::kList ? one_or_more(value) : value, key.help);
}

// `per_path`: only the thresholds that may differ by path.
Json rule_schema(const Rule& rule, bool per_path) {
  auto numbers = Json::object();
  for (const auto& [name, value] : rule.threshold) {
    bool may = std::find(rule.per_path.begin(), rule.per_path.end(), name) != rule.per_path.end();
    if (may || !per_path) numbers[name] = {{"type", "number"}, {"minimum", 0}, {"default", value}};
  }
  Json properties = {
      {"enabled", {{"type", "boolean"}, {"default", true}}},
      {"severity",
       {{"enum", {"error", "warning", "note"}}, {"description", "Of all findings of the rule."}}}};
  if (!numbers.empty()) properties["threshold"] = closed_object(std::move(numbers));
  return described(closed_object(std::move(properties)), rule.summary);
}

Json rules_schema(const RuleSet& rules, bool per_path) {
  auto properties = Json::object();
  for (const Rule& rule : rules.rules) properties[rule.id] = rule_schema(rule, per_path);
  return closed_object(std::move(properties));
}

Json override_schema(const RuleSet& rules) {
  auto table =
      closed_object({{"paths", one_or_more(text_schema())}, {"rules", rules_schema(rules, true)}});
  table["required"] = {"paths"};
  return list_of(std::move(table));
}

Json allow_schema(const RuleSet& rules) {
  auto table = closed_object(
      {{"name", described(text_schema(), "The package; * with `via` means whatever it brings in.")},
       {"versions", described(text_schema(), "An npm range; without it every version.")},
       {"rule", described(rule_ids(rules), "Without it unmaintained-dependency.")},
       {"via", described(text_schema(), "Only as brought in by this package.")},
       {"reason", described(text_schema(), "Why it stays.")},
       {"expires", described(text_schema(), "The last day it holds, as YYYY-MM-DD.")}});
  table["required"] = {"name", "reason"};
  return list_of(std::move(table));
}

// A key with a dot lies in a table of its own.
void add_key(Json& properties, const ConfigKey& key, const RuleSet& rules) {
  auto parts = split(key.name, '.');
  Json* at = &properties;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    auto& table = (*at)[std::string(parts[i])];
    if (table.is_null()) table = closed_object(Json::object());
    at = &table["properties"];
  }
  (*at)[std::string(parts.back())] = value_schema(key, rules);
}

}  // namespace

std::string config_schema(const RuleSet& rules) {
  auto properties = Json::object();
  properties["extends"] = described(
      one_or_more(text_schema()), "Files of this repository to start from, relative to this one.");
  for (const auto& key : config_keys()) add_key(properties, key, rules);
  properties["rules"] = described(rules_schema(rules, false), "Settings of single rules.");
  properties["overrides"] = described(override_schema(rules), "Settings of rules for some paths.");
  properties["per-path-ignores"] =
      described(Json{{"type", "object"}, {"additionalProperties", one_or_more(rule_ids(rules))}},
                "Rules to switch off, by path pattern.");
  properties["dependencies"] = described(closed_object({{"allow", allow_schema(rules)}}),
                                         "Dependencies that stay in spite of a finding.");
  auto schema = closed_object(std::move(properties));
  Json document = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"title", "stackfit.toml"}};
  document.update(schema);
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace stackfit
