#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "project/python/python_project.h"

namespace stackfit {

/// One import statement and the file it stands in.
struct ImportUse {
  const FileRecord* record;
  const Import* import;
};
/// By the first part of what they name.
using ImportUses = std::map<std::string, std::vector<ImportUse>, std::less<>>;

/// The absolute imports of the project that really run: those for type checkers, fallbacks and
/// strings are left out, and so is vendored and generated code.
ImportUses absolute_uses(const PythonProject& project);

/// Vendored or generated: others' business.
bool is_left_out(std::string_view path);

/// Does the path lie in the folder, at any depth?
bool is_below(std::string_view path, std::string_view folder);

}  // namespace stackfit
