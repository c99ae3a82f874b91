#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules/data_table.h"
#include "rules/rule_set.h"

namespace stackfit {

/// Methods of objects that certain functions make.
struct PythonMethods {
  NameSet makers;  ///< dotted names
  NameSet names;
};

/// rules/data/python-apis.toml: lists of functions and words that rules about Python ask for by
/// the name of the list.
struct PythonTables {
  std::map<std::string, NameSet, std::less<>> functions;  ///< dotted names; `a.*` is all of `a`
  std::map<std::string, std::vector<PythonMethods>, std::less<>> methods;
  std::map<std::string, std::vector<std::string>, std::less<>> words;  ///< parts of names
  std::map<std::string, std::string, std::less<>> made_types;          ///< dotted name to type
  std::map<std::string, std::string, std::less<>> named_types;  ///< method or annotation to type
};

PythonTables read_python_tables(const RuleSet& rules);

/// Is the dotted name on that list?
bool is_listed(const PythonTables& tables, std::string_view list, std::string_view dotted);

}  // namespace stackfit
