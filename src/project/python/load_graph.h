#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "facts/gather.h"
#include "project/graph/module_graph.h"
#include "project/python/module_index.h"
#include "rules/data_table.h"

namespace stackfit {

/// Index of a module in LoadGraph::modules.
using ModuleId = std::uint32_t;
inline constexpr ModuleId kNoModule = 0xFFFFFFFF;

/// What a dotted name leads to.
struct ImportTarget {
  std::vector<ModuleId> loaded;      ///< modules of the project it runs, outermost package first
  ModuleId module = kNoModule;       ///< the last one; kNoModule: not the project's, or no code
  std::vector<std::string> folders;  ///< where its submodules lie
};

/// A Python module of the project.
struct LoadModule {
  std::string path;
  std::string name;             ///< its last name: `b` of `a/b.py` and of `a/b/__init__.py`
  ModuleId parent = kNoModule;  ///< the nearest package around it that has code
  bool direct = false;          ///< it lies in that package, with nothing between
  bool package = false;
  const SourceFacts* source = nullptr;
  std::vector<ImportTarget> targets;  ///< by import
};

/// The Python modules of a project and what their imports lead to: absolute and relative, regular
/// and namespace packages; stubs are no modules. Names of the standard library are its own.
class LoadGraph {
 public:
  LoadGraph(const std::vector<FileRecord>& records, const ModuleIndex& index,
            const std::vector<std::string>& sources);

  const std::vector<LoadModule>& modules() const { return modules_; }
  /// The module of a file; kNoModule when it is none.
  ModuleId find(std::string_view path) const;
  /// The module that a dotted name leads to in the first of the folders that has it.
  ModuleId find_dotted(const std::vector<std::string>& folders, std::string_view dotted) const;
  /// Adds the module once more as `__main__`, which is what runs when its file is started: an
  /// import of its own name loads it again. No file leads to the copy.
  ModuleId add_main(ModuleId module);
  /// The module a package's attribute of that name would be; kNoModule when there is none.
  ModuleId submodule(const ImportTarget& package, std::string_view name) const;
  ModuleId submodule(ModuleId package, std::string_view name) const;
  /// The same modules with their imports of each other. An import inside a function is not eager;
  /// one for types alone is no edge. `with_parents` adds that a module loads its package first.
  ModuleGraph graph(bool with_parents) const;

 private:
  void add_modules(const std::vector<FileRecord>& records);
  void add_root_package();
  ImportTarget resolve(const LoadModule& module, const Import& import) const;
  ImportTarget resolve_below(const std::vector<std::string>& folders,
                             std::string_view dotted) const;

  std::vector<std::string> search_folders(std::string_view folder, std::string_view dotted) const;

  const ModuleIndex& index_;
  const std::vector<std::string>& sources_;
  NameSet declared_;
  std::vector<LoadModule> modules_;
  NameMap<ModuleId> by_path_;
};

/// The Python modules of a project with what they are found by, made once for all who ask.
/// `skipped`: files left out of the analysis, which imports may still meet.
struct PythonModules {
  PythonModules(const std::vector<FileRecord>& records, const std::vector<Skipped>& skipped);
  ModuleIndex index;
  std::vector<std::string> sources;
  LoadGraph graph;

  PythonModules(const PythonModules&) = delete;  // the graph refers to the others
  PythonModules& operator=(const PythonModules&) = delete;
};

}  // namespace stackfit
