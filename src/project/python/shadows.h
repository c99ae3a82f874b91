#pragma once
#include <optional>
#include <string>
#include <vector>

#include "project/python/python_project.h"

namespace stackfit {

/// What a local name stands before.
enum class Hidden : std::uint8_t { kStdlib, kDependency, kOwnPackage };

/// Why that matters, weakest first.
enum class Proof : std::uint8_t {
  kIntended,       ///< what is imported needs only names the local file has
  kLate,           ///< what is imported loads the name, and needs it only when it is called
  kViaDependency,  ///< an imported distribution loads the name
  kViaStdlib,      ///< an imported standard-library module loads the name
  kDirect,         ///< an import needs a name the local file lacks
};

/// One import that gets the local file instead of what it hides.
struct ShadowedImport {
  Proof proof = Proof::kIntended;
  bool measured = true;  ///< false: the dependency's own imports are assumed
  std::string importer;  ///< file; empty: the interpreter's own start
  std::uint32_t line = 0;
  std::string imported;  ///< what the statement names: `requests`, `email.mime`
  std::string missing;   ///< kDirect: the name that is not there
  bool missing_submodule = false;
  std::vector<std::string> chain;  ///< files from the start to the importer, both included
};

/// A local name that stands before something else under one launch.
struct Shadow {
  std::string name;
  std::string file;  ///< what the import runs
  Hidden hidden = Hidden::kStdlib;
  PathEntry root;  ///< the folder that makes it win
  const Launch* launch = nullptr;
  std::string hidden_folder;            ///< of kOwnPackage: where the other one lies
  std::vector<ShadowedImport> imports;  ///< strongest first
};

/// An import that means a local file and gets the standard library (PM10).
struct Unreached {
  std::string name;
  std::string file;  ///< that is meant
  std::string folder;
  const Launch* launch = nullptr;
  std::string importer;
  std::uint32_t line = 0;
  std::string missing;  ///< what only the local file has
  bool behind = false;  ///< its folder stands behind the standard library on sys.path
};

/// One file that runs twice in one process, under two names (PM14).
struct Doubled {
  struct Name {
    std::string module;    ///< `app.models`; `__main__` for the file that was started
    std::string importer;  ///< empty: the launch itself
    std::uint32_t line = 0;
    std::vector<std::string> takes;  ///< names taken out of it
  };
  std::string file;
  const Launch* launch = nullptr;
  Name first, second;
};

/// What goes wrong with names under one launch.
struct LaunchFindings {
  std::vector<Shadow> shadows;
  std::vector<Unreached> unreached;
  std::vector<Doubled> doubled;
};

/// Walks the imports that run under a launch and reports every shadow that some import meets.
/// Resolves as the interpreter does: sys.modules' start-up names, built-in and frozen modules, then
/// sys.path in order.
LaunchFindings walk_launch(const PythonProject& project, const Launch& launch);

/// Names in that folder that stand before something of the standard library, a dependency, or a
/// package of the project itself.
std::vector<std::string> conflicting_names(const PythonProject& project, std::string_view folder);

}  // namespace stackfit
