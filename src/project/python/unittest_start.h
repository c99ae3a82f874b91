#pragma once
#include <string>
#include <vector>

#include "project/python/python_project.h"

namespace stackfit {

/// Adds to the launch of `python -m unittest …` the tests it loads. Where discovery puts another
/// folder in front of sys.path, which it does once unittest itself is loaded, that is a launch of
/// its own. docs.python.org/3/library/unittest.html#test-discovery.
void start_unittest(PythonProject& project, const std::vector<std::string>& arguments,
                    Launch& launch);

/// Adds PYTHONPATH of .env files to the starts below their folder: editors and pipenv read them.
void add_env_files(PythonProject& project);

/// Adds one launch per function of a SAM or Serverless table.
void add_function_launches(PythonProject& project);

}  // namespace stackfit
