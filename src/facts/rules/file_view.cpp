#include "facts/rules/file_view.h"

namespace stackfit {

ModuleNames python_module_names(const std::vector<Import>& imports) {
  ModuleNames names;
  for (const auto& import : imports) {
    std::string_view module = import.module;
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
