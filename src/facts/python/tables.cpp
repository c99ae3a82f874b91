#include "facts/python/tables.h"

namespace stackfit {

PythonTables read_python_tables(const RuleSet& rules) {
  constexpr std::string_view kFile = "data/python-apis.toml";
  PythonTables tables;
  for (const auto& row : data_rows(rules, kFile, "functions"))
    tables.functions[row.text("list")].merge(row.names("names"));
  for (const auto& row : data_rows(rules, kFile, "methods"))
    tables.methods[row.text("list")].push_back({row.names("makers"), row.names("names")});
  for (const auto& row : data_rows(rules, kFile, "words"))
    for (auto& word : row.list("words")) tables.words[row.text("list")].push_back(std::move(word));
  for (const auto& row : data_rows(rules, kFile, "type")) {
    for (const auto& name : row.names("made_by")) tables.made_types[name] = row.text("type");
    for (const auto& name : row.names("named")) tables.named_types[name] = row.text("type");
  }
  return tables;
}

bool is_listed(const PythonTables& tables, std::string_view list, std::string_view dotted) {
  auto at = tables.functions.find(list);
  if (dotted.empty() || at == tables.functions.end()) return false;
  if (at->second.count(dotted) > 0) return true;
  for (auto dot = dotted.rfind('.'); dot != std::string_view::npos && dot > 0;
       dot = dotted.rfind('.', dot - 1)) {
    std::string all(dotted.substr(0, dot));
    if (at->second.count(all + ".*") > 0) return true;
  }
  return false;
}

}  // namespace stackfit
