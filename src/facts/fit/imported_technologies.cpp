#include "facts/fit/imported_technologies.h"

#include <algorithm>

namespace stackfit {
namespace {

bool is_python(const Import& import) {
  return import.kind == ImportKind::kPython || import.kind == ImportKind::kPythonFrom;
}

void add(const TechnologyRows* rows, std::string_view name,
         std::vector<ImportedTechnology>& found) {
  if (!rows) return;
  bool again = std::any_of(found.begin(), found.end(),
                           [&](const ImportedTechnology& t) { return t.name == name; });
  if (again) return;
  for (const auto* row : *rows) found.push_back({row, std::string(name), rows->size() > 1});
}

// `tensorflow.keras` is Keras, and TensorFlow as well.
void add_modules(std::string_view module, std::vector<ImportedTechnology>& found) {
  for (;;) {
    auto known = technologies_of_module(module);
    add(known.rows, known.name, found);
    auto dot = known.name.rfind('.');
    if (dot == std::string::npos) return;
    module = module.substr(0, dot);
  }
}

}  // namespace

std::vector<ImportedTechnology> technologies_of(const Import& import) {
  std::vector<ImportedTechnology> found;
  if (!is_python(import)) {
    auto package = package_of_specifier(import.module);
    add(technologies_of_npm(package), package, found);
    return found;
  }
  if (import.dots > 0 || import.module.empty()) return found;
  add_modules(import.module, found);
  if (import.kind != ImportKind::kPythonFrom) return found;
  for (const auto& name : import.names) add_modules(import.module + "." + name.name, found);
  return found;
}

bool can_mean(const Import& import, std::string_view technology) {
  if (technology == "child_process")
    return !is_python(import) && package_of_specifier(import.module) == "child_process";
  auto found = technologies_of(import);
  return std::any_of(found.begin(), found.end(),
                     [&](const ImportedTechnology& t) { return t.row->id == technology; });
}

}  // namespace stackfit
