#pragma once
#include <map>
#include <string>
#include <vector>

#include "project/project_facts.h"
#include "project/python/knowledge.h"
#include "project/python/module_index.h"

namespace stackfit {

/// How sure it is that Python is started this way: a main guard inside a package, loose code, code
/// that prints or asks at top level, a main guard, a command.
enum class LaunchGrade : std::uint8_t { kNote, kPossible, kProbable, kLikely, kExplicit };

/// What puts the first folder on sys.path.
enum class LaunchKind : std::uint8_t { kScript, kModule, kDjango, kPytest, kNotebook, kHandler };

/// A folder on sys.path, and what put it there.
struct PathEntry {
  std::string folder;
  std::string why;    ///< `PYTHONPATH`, `sys.path.insert`; empty: the launch itself
  Evidence evidence;  ///< path empty: the launch itself
};

/// One way in which Python is started on this code: docs.python.org/3/library/sys_path_init.html.
struct Launch {
  LaunchKind kind = LaunchKind::kScript;
  LaunchGrade grade = LaunchGrade::kNote;
  std::vector<std::string> files;  ///< run first
  std::vector<PathEntry> front;    ///< before the standard library, in order
  std::vector<PathEntry> back;     ///< after site-packages
  std::string folder;              ///< working folder, when known
  bool folder_known = false;
  std::string module;  ///< of `python -m module`
  std::string tool;    ///< a program in Python that puts `front` there once it is loaded itself
  std::string how;     ///< `jobs/nightly.py runs as a script`
  Evidence evidence;   ///< the command, the main guard
};

/// A dependency some manifest declares, under one name it is imported by.
struct PythonDependency {
  std::string distribution;
  Evidence evidence;
};

/// What the decision about names needs to know of the whole project.
struct PythonProject {
  PythonProject(const std::vector<FileRecord>& all, const std::vector<Skipped>& skipped)
      : records(all), index(all, skipped) {}
  const std::vector<FileRecord>& records;
  ModuleIndex index;
  PythonRange range;
  bool range_known = false;
  std::map<std::string, PythonDependency, std::less<>> dependencies;  ///< by import name
  NameSet own;                       ///< import names of distributions made here
  std::vector<std::string> sources;  ///< folders whose packages get installed: `src`, ""
  std::vector<Launch> launches;
};

/// Folders from which packages are installed, sorted.
std::vector<std::string> package_sources(const std::vector<FileRecord>& records,
                                         const ModuleIndex& index);

/// First names by which the dependencies that manifests declare are imported, without the
/// distributions made here.
NameSet declared_imports(const std::vector<FileRecord>& records);

/// Gathers all of it from the facts of the files.
PythonProject python_project(const std::vector<FileRecord>& records,
                             const std::vector<Skipped>& skipped);

/// Adds launches found in commands of Dockerfiles, CI, Makefiles and the like.
void add_command_launches(PythonProject& project);
/// Adds launches of files that say themselves that they are started: main guards, manage.py, and
/// code that does its work at top level.
void add_script_launches(PythonProject& project);
/// Adds one launch per folder of notebooks: the kernel works in it and looks for modules there.
void add_notebook_launches(PythonProject& project);
/// Adds one launch per folder that pytest inserts into sys.path, where pytest is in use.
void add_pytest_launches(PythonProject& project);

/// A test file by pytest's default patterns.
bool is_pytest_file(std::string_view path);

}  // namespace stackfit
