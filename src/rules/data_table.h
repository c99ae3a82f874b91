#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/name_map.h"
#include "core/result.h"

namespace stackfit {

struct RuleSet;

/// One `[[row]]` of a built-in TOML data file: keys to a text, a whole number, a flag or a list of
/// texts. A key that is not there reads as "", 0, false or an empty list.
struct DataRow {
  std::map<std::string, std::vector<std::string>, std::less<>> lists;
  std::map<std::string, std::string, std::less<>> texts;
  std::map<std::string, std::int64_t, std::less<>> numbers;
  std::string where;  ///< `path:line`, for error messages

  std::string text(std::string_view key) const;
  std::int64_t number(std::string_view key) const;
  bool flag(std::string_view key) const { return number(key) != 0; }
  std::vector<std::string> list(std::string_view key) const;
  NameSet names(std::string_view key) const;
};

/// The rows of an array of tables (`[[name]]`) of a data file below rules/, in order. The file is
/// part of the program: one that is missing or does not parse ends it, as `rule_data` does.
std::vector<DataRow> data_rows(std::string_view path, std::string_view name);

/// Rows a rule folder adds, by data file (`data/x.toml`) and table.
using AddedRows = std::map<std::pair<std::string, std::string>, std::vector<DataRow>>;

/// Reads the text of a user's data file into `added`. It may add rows to the built-in file of the
/// same path, to the tables that one lists under `[extend]`, with the keys it lists there. Fails
/// with kConfig and `source:line` on anything else.
Result<void> add_rows(std::string_view text, const std::string& source, const std::string& path,
                      AddedRows& added);

/// The built-in rows with the rows that a project's rule folders add: theirs first, because the
/// first row that fits decides.
std::vector<DataRow> data_rows(const RuleSet& rules, std::string_view path, std::string_view name);

}  // namespace stackfit
