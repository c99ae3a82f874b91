#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "facts/gather.h"

namespace stackfit {

/// What one folder holds under one importable name.
struct ModuleForms {
  std::string package;    ///< path of `N/__init__.py`
  std::string extension;  ///< `N.so`, `N.cpython-311-x86_64-linux-gnu.so`, `N.pyd`
  std::string module;     ///< `N.py`
  std::string bytecode;   ///< `N.pyc` beside the sources
  bool folder = false;    ///< a folder `N/`, whatever is in it
};

/// Is there more than a folder without `__init__`, so that the search ends here?
bool is_regular(const ModuleForms& forms);
/// The file an import of it runs: package, extension, module, bytecode, in the interpreter's order.
std::string_view winner_of(const ModuleForms& forms);

/// All importable names of a tree by folder, and the Python files with their facts.
class ModuleIndex {
 public:
  /// `skipped`: what was left out of the analysis is still there for an import.
  explicit ModuleIndex(const std::vector<FileRecord>& records,
                       const std::vector<Skipped>& skipped = {});

  using Names = std::map<std::string, ModuleForms, std::less<>>;
  /// The importable names of a folder ("" is the root).
  const Names& names(std::string_view folder) const;
  const ModuleForms* find(std::string_view folder, std::string_view name) const;
  /// Facts of a Python source by path; null when there are none.
  const FileRecord* source(std::string_view path) const;
  bool has_file(std::string_view path) const { return files_.contains(path); }
  bool has_folder(std::string_view folder) const {
    return folder.empty() || folders_.contains(folder);
  }
  /// Does the folder hold an `__init__`?
  bool is_package(std::string_view folder) const;
  /// First folder upward, from this one on, that is no package.
  std::string_view base_of(std::string_view folder) const;
  /// Folders that hold a regular package of that name and are no packages themselves.
  std::vector<std::string> package_roots(std::string_view name) const;
  const std::map<std::string, Names, std::less<>>& folders() const { return folders_; }

 private:
  void add_file(const std::string& path);
  std::map<std::string, Names, std::less<>> folders_;
  NameMap<const FileRecord*> files_;
  std::map<std::string, std::vector<std::string>, std::less<>> packages_;
};

/// Where a dotted name leads when the folders are searched in order, and nothing else.
struct Resolution {
  std::vector<std::string> loaded;    ///< files run, the packages on the way first
  std::vector<std::string> names;     ///< of these, as modules: `pkg`, `pkg.mod`
  std::vector<std::string> portions;  ///< folders of a namespace package, when it is one
  bool found = false;
};
/// Follows docs.python.org/3/reference/import.html: a regular package or module ends the search, a
/// folder without `__init__` counts only when nothing regular is found anywhere.
Resolution resolve_module(const ModuleIndex& index, const std::vector<std::string>& folders,
                          std::string_view dotted);

}  // namespace stackfit
