#include "rules/data_table.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <cstdlib>

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

DataRow make_row(const toml::table& table) {
  DataRow row;
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
      if (const auto* table = item.as_table()) rows.push_back(make_row(*table));
  return rows;
}

}  // namespace stackfit
