#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace stackfit {

/// A set of names that is asked with string views.
using NameSet = std::set<std::string, std::less<>>;

/// One `[[row]]` of a built-in TOML data file: keys to a text, a whole number, a flag or a list of
/// texts. A key that is not there reads as "", 0, false or an empty list.
struct DataRow {
  std::map<std::string, std::vector<std::string>, std::less<>> lists;
  std::map<std::string, std::string, std::less<>> texts;
  std::map<std::string, std::int64_t, std::less<>> numbers;

  std::string text(std::string_view key) const;
  std::int64_t number(std::string_view key) const;
  bool flag(std::string_view key) const { return number(key) != 0; }
  std::vector<std::string> list(std::string_view key) const;
  NameSet names(std::string_view key) const;
};

/// The rows of an array of tables (`[[name]]`) of a data file below rules/, in order. The file is
/// part of the program: one that is missing or does not parse ends it, as `rule_data` does.
std::vector<DataRow> data_rows(std::string_view path, std::string_view name);

}  // namespace stackfit
