#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "project/python/python_project.h"

namespace stackfit {

/// How pytest makes test files importable: docs.pytest.org, "pytest import mechanisms".
enum class ImportMode { kPrepend, kAppend, kImportlib };

/// Why the working folder stands in front before pytest itself is loaded.
inline constexpr std::string_view kPytestAsModule = "python -m pytest";

/// What the project says about pytest in its configuration files and commands.
struct PytestSetup {
  bool used = false;
  ImportMode mode = ImportMode::kPrepend;
  std::vector<PathEntry> python_path;
  std::vector<std::string> test_paths;   ///< folders of the repository; empty: everything
  std::vector<std::string> not_entered;  ///< patterns of folder names
  Evidence evidence;
  Evidence whole_run;               ///< a command that collects everything; path empty: none
  bool module_run_at_root = false;  ///< `python -m pytest`: the working folder comes first
};
PytestSetup pytest_setup(const PythonProject& project);

}  // namespace stackfit
