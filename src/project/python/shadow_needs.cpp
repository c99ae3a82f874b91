#include "project/python/shadow_needs.h"

#include <algorithm>

#include "core/text.h"
#include "project/python/pytest_setup.h"
#include "project/python/start_names.h"

namespace stackfit {
namespace {

std::string_view top_of(std::string_view dotted) {
  return dotted.substr(0, dotted.find('.'));
}

std::string hidden_path(const Shadow& shadow) {
  return shadow.hidden_folder == "." ? "" : shadow.hidden_folder;
}

bool lacks_submodule(const PythonProject& project, const Shadow& shadow, const ModuleForms& forms,
                     const std::string& inner) {
  if (forms.package.empty()) return forms.extension.empty();
  auto found = resolve_module(project.index, {std::string(folder_of(forms.package))}, inner);
  if (found.found) return false;
  if (shadow.hidden != Hidden::kOwnPackage) return true;
  return resolve_module(project.index, {hidden_path(shadow)}, shadow.name + "." + inner).found;
}

// What the star imports of a file bring: `name`, or for "" something nobody can list. A module of
// the same folder or of the standard library is looked into; of any other, everything may come.
bool star_brings(const PythonProject& project, const FileRecord& record, std::string_view name) {
  auto file = base_name(record.entry.path);
  auto own_name = file.substr(0, file.rfind('.'));
  for (const Import& import : record.facts.source->imports) {
    bool star = !import.names.empty() && import.names.front().name == "*";
    if (!star || import.type_only || (import.dots == 0 && top_of(import.module) == own_name))
      continue;
    const FileRecord* sibling = nullptr;
    if (import.dots <= 1) {
      auto found =
          resolve_module(project.index, {std::string(folder_of(record.entry.path))}, import.module);
      if (!found.loaded.empty()) sibling = project.index.source(found.loaded.back());
    }
    if (sibling != nullptr) {
      const SourceFacts& source = *sibling->facts.source;
      bool more =
          source.python.binds_anything ||
          std::any_of(source.imports.begin(), source.imports.end(), [](const Import& inner) {
            return !inner.names.empty() && inner.names.front().name == "*";
          });
      const auto& bound = source.python.bound;
      if (more || std::binary_search(bound.begin(), bound.end(), name)) return true;
    } else if (import.dots > 0 || stdlib_module(import.module, {}) == nullptr ||
               (!name.empty() && stdlib_has(import.module, name))) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool provides(const PythonProject& project, const ModuleForms& forms, std::string_view name) {
  auto winner = winner_of(forms);
  const FileRecord* record = project.index.source(winner);
  if (record == nullptr) return true;  // compiled or unread: anything may be in it
  const SourceFacts& source = *record->facts.source;
  if (source.python.binds_anything || star_brings(project, *record, name)) return true;
  if (name.starts_with("__") && name.ends_with("__") && name.size() > 4) return true;
  if (name.empty()) return false;
  const auto& bound = source.python.bound;
  if (std::binary_search(bound.begin(), bound.end(), name)) return true;
  return !forms.package.empty() && project.index.find(folder_of(forms.package), name) != nullptr;
}

namespace {

// Does a file that imports itself lack what it reads of itself? The name of the import is no such
// thing, and what a star brings is not what was meant where the standard library has it.
bool lacks_in_itself(const PythonProject& project, const Shadow& shadow, const Import& import,
                     const std::string& name) {
  const FileRecord* record = project.index.source(shadow.file);
  if (record == nullptr || record->facts.source->python.binds_anything) return false;
  const auto& bound = record->facts.source->python.bound;
  if (name != import.alias && std::binary_search(bound.begin(), bound.end(), name)) return false;
  return shadow.hidden == Hidden::kStdlib ? stdlib_has(shadow.name, name) && !name.starts_with('_')
                                          : !star_brings(project, *record, name);
}

// A name that only a star import can have brought: a built-in, unless the real module has it.
bool lacks_from_star(const PythonProject& project, const Shadow& shadow, const ModuleForms& forms,
                     const std::string& name) {
  if (start_names().builtins_before_3.contains(name) || stdlib_has("builtins", name)) return false;
  if (shadow.hidden == Hidden::kStdlib && !stdlib_has(shadow.name, name)) return false;
  return !provides(project, forms, name);
}

}  // namespace

bool means_third_party(const PythonProject& project, std::string_view name,
                       const std::vector<std::string>& back) {
  if (project.dependencies.contains(name)) return true;
  if (!python_knowledge().loads.contains(name) || project.own.contains(name)) return false;
  return std::none_of(back.begin(), back.end(), [&](const std::string& folder) {
    const ModuleForms* forms = project.index.find(folder, name);
    return forms != nullptr && is_regular(*forms);
  });
}

std::string other_package(const PythonProject& project, std::string_view name,
                          std::string_view folder, const std::vector<std::string>& back) {
  for (const auto& other : project.index.package_roots(name)) {
    bool on_path = std::find(back.begin(), back.end(), other) != back.end();
    if (on_path && other != folder) return other.empty() ? "." : other;
  }
  return "";
}

Lack find_lack(const PythonProject& project, const Shadow& shadow, const ModuleForms& forms,
               const Import& import, const std::string& importer) {
  bool itself = importer == shadow.file && !import.in_function && !import.in_main_guard;
  if (import.module.size() > shadow.name.size()) {
    auto inner = import.module.substr(shadow.name.size() + 1);
    bool lacks = !import.guarded && lacks_submodule(project, shadow, forms, inner);
    return {lacks ? import.module : "", import.line, true};
  }
  const ModuleForms* other = shadow.hidden == Hidden::kOwnPackage
                                 ? project.index.find(hidden_path(shadow), shadow.name)
                                 : nullptr;
  if (!import.guarded)
    for (const auto& name : import.names) {
      bool lacks = name.name != "*" && (itself || !provides(project, forms, name.name));
      if (lacks && (other == nullptr || provides(project, *other, name.name)))
        return {name.name, name.line, false};
    }
  if (other == nullptr)
    for (const auto& use : import.attributes)
      if (use.alias == "*" ? lacks_from_star(project, shadow, forms, use.name)
          : itself         ? lacks_in_itself(project, shadow, import, use.name)
                           : !provides(project, forms, use.name))
        return {use.name, use.line, false};
  return {"", import.line, false};
}

std::string only_local(const PythonProject& project, const ModuleForms& forms,
                       const Import& import) {
  auto name = top_of(import.module);
  const ModuleIndex& index = project.index;
  auto holds = [&](std::string_view item) {
    return !forms.package.empty() && index.find(folder_of(forms.package), item) != nullptr;
  };
  if (import.module.size() > name.size()) {
    auto sub = import.module.substr(name.size() + 1);
    sub = sub.substr(0, sub.find('.'));
    return holds(sub) && !stdlib_has(name, sub) ? sub : "";
  }
  const FileRecord* record = index.source(winner_of(forms));
  if (record == nullptr) return "";
  const auto& bound = record->facts.source->python.bound;
  for (const auto* taken : {&import.names, &import.attributes})
    for (const auto& item : *taken)
      if (item.name != "*" && !stdlib_has(name, item.name) &&
          (std::binary_search(bound.begin(), bound.end(), item.name) || holds(item.name)))
        return item.name;
  return "";
}

namespace {

// `python -m pytest` in a folder that has the name: pytest's own imports get that one.
bool pytest_loads_local(const PythonProject& project, const Launch& launch, std::string_view name) {
  return std::any_of(launch.front.begin(), launch.front.end(), [&](const PathEntry& entry) {
    const ModuleForms* forms = project.index.find(entry.folder, name);
    return entry.why == kPytestAsModule && forms != nullptr && is_regular(*forms);
  });
}

}  // namespace

bool is_preloaded(const PythonProject& project, const Launch& launch, std::string_view name) {
  const auto& knowledge = python_knowledge();
  switch (launch.kind) {
    case LaunchKind::kPytest:
      return knowledge.pytest.contains(name) && !pytest_loads_local(project, launch, name);
    case LaunchKind::kNotebook:
      return knowledge.notebook.contains(name);
    case LaunchKind::kHandler:
      return knowledge.handler.contains(name);
    default:
      break;
  }
  if (launch.tool.empty()) return false;
  // A program of the standard library itself: unittest.
  if (auto own = knowledge.always.find(launch.tool); own != knowledge.always.end())
    return own->second.contains(name) || launch.tool == name;
  auto loads = knowledge.loads.find(launch.tool);
  return (loads == knowledge.loads.end() ? knowledge.usual : loads->second).contains(name);
}

namespace {

// What a row of a table says of a name it holds.
Loading in_rows(const std::map<std::string, NameSet, std::less<>>& rows,
                const std::map<std::string, NameSet, std::less<>>& late, std::string_view key,
                const std::string& name) {
  auto row = rows.find(key);
  if (row == rows.end() || !row->second.contains(name)) return Loading::kNo;
  auto spared = late.find(key);
  return spared != late.end() && spared->second.contains(name) ? Loading::kLate
                                                               : Loading::kMeasured;
}

// The strongest of what the module, the packages on the way to it and the names taken from it say.
template <class Row>
Loading strongest(const Import& import, const Row& row) {
  Loading found = row(std::string_view(import.module));
  for (auto dot = import.module.find('.'); dot != std::string::npos;
       dot = import.module.find('.', dot + 1))
    found = std::max(found, row(std::string_view(import.module).substr(0, dot)));
  for (const auto& item : import.names)
    found = std::max(found, row(import.module + "." + item.name));
  return found;
}

}  // namespace

Loading loads(const Import& import, const std::string& name, Proof how) {
  const auto& knowledge = python_knowledge();
  if (how == Proof::kViaStdlib)
    return strongest(import, [&](std::string_view key) {
      return in_rows(knowledge.always, knowledge.late, key, name);
    });
  if (!knowledge.loads.contains(top_of(import.module)))
    return knowledge.usual.contains(name) ? Loading::kAssumed : Loading::kNo;
  return strongest(import, [&](std::string_view key) {
    return in_rows(knowledge.loads, knowledge.late, key, name);
  });
}

std::string loader_at_start(const PythonProject& project, const Launch& launch,
                            std::string_view name) {
  const auto& knowledge = python_knowledge();
  bool always = knowledge.always.at("runpy").contains(name);
  bool older = knowledge.some.at("runpy").contains(name) && project.range.low <= 11;
  if (always || older) return "runpy";
  auto target = top_of(launch.module);
  if (target == "pytest" && knowledge.pytest.contains(name)) return launch.module;
  if (resolve_module(project.index, {launch.front.front().folder}, target).found) return "";
  auto loaded = knowledge.loads.find(target);
  auto own = knowledge.always.find(launch.module);  // `-m http.server`
  bool needed = (loaded != knowledge.loads.end() && loaded->second.contains(name)) ||
                (own != knowledge.always.end() && own->second.contains(name));
  return needed ? launch.module : "";
}

std::vector<std::string> conflicting_names(const PythonProject& project, std::string_view folder) {
  std::vector<std::string> found;
  for (const auto& [name, forms] : project.index.names(folder)) {
    if (!is_regular(forms)) continue;
    const StdlibModule* module = stdlib_module(name, project.range);
    bool stdlib = module != nullptr && can_be_shadowed(*module);
    bool third_party =
        (project.dependencies.contains(name) || python_knowledge().loads.contains(name)) &&
        !project.own.contains(name);
    auto roots = project.index.package_roots(name);
    bool other = std::any_of(roots.begin(), roots.end(),
                             [&](const std::string& root) { return root != folder; });
    if (stdlib || third_party || other) found.push_back(name);
  }
  return found;
}

}  // namespace stackfit
