#include "rules/data_table.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>

#include "core/nearest.h"
#include "core/text.h"
#include "rules/rule_set.h"

namespace stackfit {
namespace {

toml::table parse_data(std::string_view path) {
  try {
    return toml::parse(rule_data(path));
  } catch (const toml::parse_error& error) {
    fmt::print(stderr, "rules/{}:{}: {}\n", path, error.source().begin.line, error.description());
    std::abort();  // a data file the program was built with
  }
}

DataRow make_row(const toml::table& table, std::string_view source) {
  DataRow row;
  row.where = fmt::format("{}:{}", source, table.source().begin.line);
  for (const auto& [key, value] : table) {
    std::string name(key.str());
    if (const auto* array = value.as_array()) {
      auto& list = row.lists[name];
      for (const auto& item : *array) list.push_back(item.value_or(std::string()));
    } else if (auto flag = value.value_exact<bool>()) {
      row.numbers[name] = *flag;
    } else if (auto number = value.value_exact<std::int64_t>()) {
      row.numbers[name] = *number;
    } else {
      row.texts[name] = value.value_or(std::string());
    }
  }
  return row;
}

std::vector<std::string> extensible_files() {
  std::vector<std::string> names;
  for (auto path : rule_data_paths())
    if (path.ends_with(".toml") && parse_data(path)["extend"].is_table()) names.emplace_back(path);
  return names;
}

std::string_view type_of(const toml::node& value) {
  if (value.is_array()) return "list";
  if (value.is_boolean()) return "flag";
  if (value.is_integer()) return "number";
  return value.is_string() ? "text" : "something else";
}

// Reads the rows of a user's data file and checks each key against what the built-in file allows.
class RowReader {
 public:
  RowReader(const std::string& source, const toml::table& tables)
      : source_(source), tables_(tables) {}

  Result<void> read(std::string_view name, const toml::node& rows, std::vector<DataRow>& into) {
    const auto* keys = tables_[name].as_table();
    if (!keys) return wrong(rows, fmt::format("there is no table '{}' to add to", name), tables_);
    const auto* array = rows.as_array();
    if (!array) return wrong(rows, fmt::format("rows are written [[{}]]", name), {});
    for (const auto& item : *array) {
      const auto* row = item.as_table();
      if (!row) return wrong(item, fmt::format("rows are written [[{}]]", name), {});
      for (const auto& [key, value] : *row)
        if (auto checked = check(key.str(), value, *keys); !checked) return checked;
      into.push_back(make_row(*row, source_));
    }
    return {};
  }

 private:
  Result<void> check(std::string_view key, const toml::node& value, const toml::table& keys) const {
    auto type = keys[key].value<std::string>();
    if (!type) return wrong(value, fmt::format("unknown key '{}'", key), keys);
    if (*type != type_of(value))
      return wrong(value, fmt::format("'{}' is a {}, not a {}", key, *type, type_of(value)), {});
    if (const auto* list = value.as_array())
      for (const auto& item : *list)
        if (!item.is_string()) return wrong(item, fmt::format("'{}' is a list of texts", key), {});
    return {};
  }

  // The hint names what is allowed.
  Error wrong(const toml::node& at, std::string message, const toml::table& allowed) const {
    std::vector<std::string> names;
    for (const auto& [name, value] : allowed) names.emplace_back(name.str());
    return {ErrorKind::kConfig, std::move(message),
            fmt::format("{}:{}", source_, at.source().begin.line),
            names.empty() ? "" : "known: " + join(names, ", ")};
  }

  const std::string& source_;
  const toml::table& tables_;
};

template <class Values>
auto find_or_empty(const Values& values, std::string_view key) {
  auto at = values.find(key);
  return at == values.end() ? typename Values::mapped_type() : at->second;
}

}  // namespace

std::string DataRow::text(std::string_view key) const {
  return find_or_empty(texts, key);
}

std::int64_t DataRow::number(std::string_view key) const {
  return find_or_empty(numbers, key);
}

std::vector<std::string> DataRow::list(std::string_view key) const {
  return find_or_empty(lists, key);
}

NameSet DataRow::names(std::string_view key) const {
  auto all = list(key);
  return {all.begin(), all.end()};
}

std::vector<DataRow> data_rows(std::string_view path, std::string_view name) {
  std::vector<DataRow> rows;
  const auto file = parse_data(path);
  if (const auto* array = file[name].as_array())
    for (const auto& item : *array)
      if (const auto* table = item.as_table())
        rows.push_back(make_row(*table, fmt::format("rules/{}", path)));
  return rows;
}

std::vector<DataRow> data_rows(const RuleSet& rules, std::string_view path, std::string_view name) {
  std::vector<DataRow> rows;
  auto added = rules.added.find({std::string(path), std::string(name)});
  if (added != rules.added.end()) rows = added->second;
  for (auto& row : data_rows(path, name)) rows.push_back(std::move(row));
  return rows;
}

Result<void> add_rows(std::string_view text, const std::string& source, const std::string& path,
                      AddedRows& added) {
  auto paths = rule_data_paths();
  if (std::find(paths.begin(), paths.end(), path) == paths.end())
    return Error{ErrorKind::kConfig, "there is no built-in data file of that name", source,
                 did_you_mean(path, extensible_files())};
  const auto builtin = parse_data(path);
  const auto* tables = builtin["extend"].as_table();
  if (!tables)
    return Error{ErrorKind::kConfig, "this data file cannot be extended", source,
                 "these can: " + join(extensible_files(), ", ")};
  try {
    const toml::table file = toml::parse(text);
    for (const auto& [name, rows] : file)
      if (auto read = RowReader(source, *tables)
                          .read(name.str(), rows, added[{path, std::string(name.str())}]);
          !read)
        return read;
  } catch (const toml::parse_error& error) {
    return Error{ErrorKind::kConfig, std::string(error.description()),
                 fmt::format("{}:{}", source, error.source().begin.line), ""};
  }
  return {};
}

}  // namespace stackfit
