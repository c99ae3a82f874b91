#pragma once
#include <string>
#include <vector>

#include "project/python/load_engine.h"

namespace stackfit {

/// A name of a package that becomes the submodule of the same name.
struct ReplacedName {
  ModuleId package = kNoModule;
  ModuleId submodule = kNoModule;
  std::string name;
  std::uint32_t bound_line = 0;  ///< where the package gives the name its other value
  bool foreign = false;          ///< a plain `import name` of something else: PM17; else PM16
  std::string missing;           ///< PM17: what is read from it and the submodule lacks
  std::uint32_t use_line = 0;    ///< where
  std::string importer;  ///< PM16: the file whose import does it; "" while the package loads
  std::uint32_t import_line = 0;
};

/// Plays the load of every package that binds a name one of its submodules has.
std::vector<ReplacedName> find_replaced_names(const LoadGraph& graph);

}  // namespace stackfit
