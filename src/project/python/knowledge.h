#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules/data_table.h"

// What is known about the standard library and about distributions, whatever the project: the
// tables rules/data/python-*.tsv.

namespace stackfit {

/// Python 3.x as its x. `kNever` is later than every version.
using PythonMinor = int;
inline constexpr PythonMinor kOldestPython = 8, kNewestPython = 14, kNever = 99;

/// The versions a project supports, both ends included.
struct PythonRange {
  PythonMinor low = kOldestPython, high = kNewestPython;
};

/// How the interpreter loads a standard-library module, and so whether a file can stand before it.
enum class ModuleLoad : std::uint8_t { kBuiltin, kFrozen, kStartup, kBuiltinSome, kFile };

struct StdlibModule {
  PythonMinor added = 0, removed = kNever;
  ModuleLoad load = ModuleLoad::kFile;
  std::string platform;
};

struct PythonKnowledge {
  std::map<std::string, StdlibModule, std::less<>> modules;
  std::map<std::string, NameSet, std::less<>> always, some;  ///< closures of stdlib modules
  std::map<std::string, NameSet, std::less<>>
      late;  ///< by both: an empty module does not stop them
  std::map<std::string, NameSet, std::less<>> submodules;  ///< of stdlib packages
  std::map<std::string, NameSet, std::less<>> loads;       ///< of third-party packages
  std::map<std::string, std::vector<std::string>, std::less<>> imports_of;  ///< distributions
  std::map<std::string, NameSet, std::less<>> names;  ///< public names of stdlib modules
  NameSet pytest, notebook, handler;  ///< stdlib names loaded before the first file of the project
  NameSet usual;                      ///< stdlib names that nearly every measured package loads
  NameSet needed;  ///< stdlib names that something else of the standard library or a package loads
};
const PythonKnowledge& python_knowledge();

/// `3.9`, `>=3.9`, `3.11.2-slim` → 9, 9, 11; 0 when no Python 3 version can be read.
PythonMinor minor_of(std::string_view version);

/// The standard-library module that some version of the range has; null when none has it.
const StdlibModule* stdlib_module(std::string_view name, PythonRange range);

/// Can a file in the first folder of sys.path take the module's place?
bool can_be_shadowed(const StdlibModule& module);

/// Has a standard-library module that public name or submodule, in any version? True as well when
/// the module's names are not known.
bool stdlib_has(std::string_view module, std::string_view name);

/// `Python 3.9 and later`, `Python 3.12 and earlier`; "" when the whole range has the module.
std::string versions_text(const StdlibModule& module, PythonRange range);

}  // namespace stackfit
