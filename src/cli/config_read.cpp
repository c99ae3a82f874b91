// From the text of a configuration to its entries. Parsing is left to the depth-capped readers of
// facts/; both give flat arrays in source order, parents first, so one pass is enough.
#include <fmt/format.h>

#include "cli/config.h"
#include "core/text.h"
#include "facts/document.h"
#include "facts/json_reader.h"

namespace stackfit {
namespace {

using Keys = std::vector<std::string>;

Error config_error(std::string message, std::string where, std::string hint = "") {
  return {ErrorKind::kConfig, std::move(message), std::move(where), std::move(hint)};
}

// A list of anything but scalars is opened up, its elements under their index: a list of tables
// (`[[overrides]]`), or a mistake, which then shows as an unknown key.
bool holds_more_than_scalars(const Document& document, DocumentId list) {
  for (auto id : children(document, list))
    if (document[id].kind != DocumentNode::Kind::kScalar) return true;
  return false;
}

std::vector<ConfigEntry> entries_of(const Document& document, DocumentId top,
                                    const std::string& file) {
  std::vector<ConfigEntry> entries;
  std::vector<std::pair<DocumentId, Keys>> open = {{top, {}}};
  while (!open.empty()) {
    auto [parent, keys] = std::move(open.back());
    open.pop_back();
    std::vector<std::pair<DocumentId, Keys>> inner;
    std::size_t index = 0;
    for (auto id : children(document, parent)) {
      const DocumentNode& node = document[id];
      bool is_list = node.kind == DocumentNode::Kind::kList;
      auto key = keys;
      key.push_back(document[parent].kind == DocumentNode::Kind::kList ? std::to_string(index++)
                                                                       : node.key);
      if (node.kind == DocumentNode::Kind::kMap ||
          (is_list && holds_more_than_scalars(document, id))) {
        inner.emplace_back(id, std::move(key));
        continue;
      }
      ConfigEntry entry{std::move(key), {}, is_list, fmt::format("{}:{}", file, node.line), file};
      for (auto scalar : scalars(document, id)) entry.values.push_back(document[scalar].value);
      entries.push_back(std::move(entry));
    }
    for (auto at = inner.rbegin(); at != inner.rend(); ++at) open.push_back(std::move(*at));
  }
  return entries;
}

bool holds_more_than_scalars(JsonValue list) {
  for (auto element : list)
    if (element.is(JsonKind::kObject) || element.is(JsonKind::kArray)) return true;
  return false;
}

std::vector<ConfigEntry> entries_of(JsonValue top, const std::string& file) {
  std::vector<ConfigEntry> entries;
  std::vector<std::pair<JsonValue, Keys>> open = {{top, {}}};
  while (!open.empty()) {
    auto [parent, keys] = std::move(open.back());
    open.pop_back();
    std::vector<std::pair<JsonValue, Keys>> inner;
    std::size_t index = 0;
    for (auto member : parent) {
      bool is_list = member.is(JsonKind::kArray);
      auto key = keys;
      key.push_back(parent.is(JsonKind::kArray) ? std::to_string(index++)
                                                : std::string(member.key()));
      if (member.is(JsonKind::kObject) || (is_list && holds_more_than_scalars(member))) {
        inner.emplace_back(member, std::move(key));
        continue;
      }
      ConfigEntry entry{
          std::move(key), {}, is_list, fmt::format("{}:{}", file, member.line()), file};
      if (!is_list)
        entry.values.emplace_back(member.text());
      else
        for (auto element : member) entry.values.emplace_back(element.text());
      entries.push_back(std::move(entry));
    }
    for (auto at = inner.rbegin(); at != inner.rend(); ++at) open.push_back(std::move(*at));
  }
  return entries;
}

Result<std::vector<ConfigEntry>> read_toml_config(const ConfigFile& file) {
  auto shown = shown_path(file.path);
  auto document = read_toml(file.text);
  if (!document) {
    auto error = document.error();
    auto line = error.where.empty() ? "" : ":" + error.where;
    return config_error(error.message, shown + line, "--isolated ignores configuration files");
  }
  if (base_name(file.path) != "pyproject.toml") return entries_of(*document, 0, shown);
  auto section = find(*document, "tool.stackfit");
  if (section == 0) return std::vector<ConfigEntry>();
  return entries_of(*document, section, shown);
}

Result<std::vector<ConfigEntry>> read_json_config(const ConfigFile& file) {
  auto shown = shown_path(file.path);
  auto tree = read_json(file.text);
  if (!tree.problem.empty())
    return config_error(tree.problem, fmt::format("{}:{}", shown, tree.problem_line));
  auto section = root_of(tree)["stackfit"];
  if (section.exists() && !section.is(JsonKind::kObject))
    return config_error("\"stackfit\" is an object", fmt::format("{}:{}", shown, section.line()));
  return entries_of(section, shown);
}

// `rules.x.threshold.note`; a part in quotes may hold dots.
Keys keys_of(std::string_view text) {
  Keys keys(1);
  char quote = 0;
  for (char c : text) {
    if (quote != 0 || c == '"' || c == '\'') {
      if (quote == 0)
        quote = c;
      else if (c == quote)
        quote = 0;
      else
        keys.back() += c;
    } else if (c == '.') {
      keys.emplace_back();
    } else {
      keys.back() += c;
    }
  }
  for (auto& key : keys) key = std::string(trim(key));
  return keys;
}

}  // namespace

Result<std::vector<ConfigEntry>> read_config(const ConfigFile& file) {
  return extension_of(file.path) == "json" ? read_json_config(file) : read_toml_config(file);
}

Result<ConfigEntry> parse_setting(const std::string& setting) {
  auto equals = setting.find('=');
  if (equals == std::string::npos || equals == 0)
    return Error{ErrorKind::kUsage, fmt::format("--set wants KEY=VALUE, not \"{}\"", setting), "",
                 "for example: --set rules.callback-nesting.severity=error"};
  ConfigEntry entry;
  entry.key = keys_of(std::string_view(setting).substr(0, equals));
  entry.where = "--set " + setting;
  auto value = trim(std::string_view(setting).substr(equals + 1));
  auto document = read_toml(fmt::format("value = {}", value));
  auto id = document ? child(*document, 0, "value") : 0;
  if (id == 0 || (*document)[id].kind == DocumentNode::Kind::kMap) {
    entry.values.emplace_back(value);
    return entry;
  }
  entry.is_list = (*document)[id].kind == DocumentNode::Kind::kList;
  for (auto scalar : scalars(*document, id)) entry.values.push_back((*document)[scalar].value);
  // A date or the like has no text of its own in the document.
  if (!entry.is_list && entry.values.size() == 1 && entry.values[0].empty())
    entry.values[0] = std::string(value);
  return entry;
}

}  // namespace stackfit
