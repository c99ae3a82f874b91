#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "rules/data_table.h"

namespace stackfit {

/// What a server finds by the name of its module.
struct ApplicationNames {
  std::string module;
  NameSet made_by;  ///< classes and factory functions
  NameSet files;    ///< empty: any
  std::string by;   ///< the command that serves it
};

/// The names by which ways to start Python are known: rules/data/python-starts.toml.
struct StartNames {
  NameSet script_folders;
  NameSet test_data_inside;    ///< folders below a test folder
  NameSet test_data_anywhere;  ///< folders
  std::vector<std::string> twins;
  NameSet django_files;
  NameSet wrappers, wrappers_with_argument, runners;
  NameSet interpreters;
  NameSet tools, script_tools;
  std::vector<std::string> working_folders;
  std::vector<ApplicationNames> applications;
  NameSet general;            ///< top-level names too general to be installed
  NameSet builtins_before_3;  ///< built-in functions of Python 2 that later ones lack
};
const StartNames& start_names();

}  // namespace stackfit
