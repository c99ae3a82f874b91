#pragma once
#include "project/python/shadows.h"

namespace stackfit {

/// Has the local module that name: bound at module level, a submodule, or anything at all? The
/// empty name asks whether it may have anything (compiled, star imports, `__getattr__`).
bool provides(const PythonProject& project, const ModuleForms& forms, std::string_view name);

/// Does a name mean a dependency? A declared one does; a well-known one as well, unless the project
/// has a package of that name in one of the folders behind the standard library.
bool means_third_party(const PythonProject& project, std::string_view name,
                       const std::vector<std::string>& back);

/// A folder of `back`, other than this one, that holds a package of that name: `.` for the root, ""
/// when there is none.
std::string other_package(const PythonProject& project, std::string_view name,
                          std::string_view folder, const std::vector<std::string>& back);

/// What an import needs and the local module lacks.
struct Lack {
  std::string name;  ///< empty: it has all
  std::uint32_t line = 0;
  bool submodule = false;
};
/// The first thing that an import of a shadowed name needs in vain. A failure that the code
/// survives is none. Of two packages of the project only what the hidden one has counts. A file
/// that imports itself lacks what it takes: the statement binds the name, and nothing else does.
Lack find_lack(const PythonProject& project, const Shadow& shadow, const ModuleForms& forms,
               const Import& import, const std::string& importer);

/// What an import of a standard-library name needs that only the local file has; "" when the
/// standard library may be meant.
std::string only_local(const PythonProject& project, const ModuleForms& forms,
                       const Import& import);

/// Is the module of the standard library in sys.modules before the launch comes to the first file
/// of the project? A local one of that name in a folder that is in front from the start is not.
bool is_preloaded(const PythonProject& project, const Launch& launch, std::string_view name);

/// Does importing one module load another?
enum class Loading : std::uint8_t {
  kNo,
  kLate,  ///< it loads it, and no replacement stops that: it needs it only when it is called
  kAssumed,
  kMeasured
};
/// `how` is kViaStdlib or kViaDependency; a dependency nobody measured is assumed to load what
/// nearly all others do.
Loading loads(const Import& import, const std::string& name, Proof how);

/// What of the start of `python -m x` loads that module of the standard library before the
/// project's own code runs: `runpy`, or x itself; "" when nothing does.
std::string loader_at_start(const PythonProject& project, const Launch& launch,
                            std::string_view name);

}  // namespace stackfit
