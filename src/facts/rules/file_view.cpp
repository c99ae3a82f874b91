#include "facts/rules/file_view.h"

namespace stackfit {

ModuleNames python_module_names(const std::vector<Import>& imports) {
  ModuleNames names;
  for (const auto& import : imports) {
    std::string_view module = import.module;
    if (import.dots > 0) {
      // Modules of the project's own: no package goes by an empty name.
      for (const auto& name : import.names)
        names[name.alias.empty() ? name.name : name.alias] = {"", name.name};
      continue;
    }
    if (import.kind == ImportKind::kPythonFrom) {
      for (const auto& name : import.names)
        names[name.alias.empty() ? name.name : name.alias] = {module, name.name};
    } else if (!import.alias.empty()) {
      names[import.alias] = {module, ""};
    } else {
      auto first = module.substr(0, module.find('.'));
      names[first] = {first, ""};
    }
  }
  return names;
}

}  // namespace stackfit
