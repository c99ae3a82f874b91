#pragma once
#include <map>
#include <string>
#include <vector>

#include "project/python/shadows.h"

namespace stackfit {

/// Under which names each file is loaded during one launch. Two names are two modules: the file
/// runs twice, and its classes and lists exist twice.
class ModuleNames {
 public:
  /// A name by which `file` is loaded; `importer` is empty for the launch itself.
  void add(const std::string& file, Doubled::Name name);
  /// The first name of a file that has been added; "" when it has none.
  const std::string& first_of(const std::string& file) const;
  /// The files with two names, by path.
  std::vector<Doubled> doubled(const Launch& launch) const;

 private:
  std::map<std::string, std::vector<Doubled::Name>> names_;
};

/// The name a file is run under when the launch itself runs it: `__main__`, or its place below the
/// launch's first folder; "" when nobody knows.
std::string start_name(const Launch& launch, const std::string& path);

/// The package whose `.` a module's relative imports start from: the module itself for an
/// `__init__.py`, else what stands before its last dot.
std::string package_of(std::string_view module, std::string_view file);

}  // namespace stackfit
