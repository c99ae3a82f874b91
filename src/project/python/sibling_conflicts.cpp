// Conflicts that need no launch: two files of one folder claim one name, or a folder without
// __init__.py can never win against something regular.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "project/python/conflict_finding.h"
#include "project/python/import_uses.h"
#include "project/python/shadow_needs.h"
#include "project/zones.h"

namespace stackfit {
namespace {

bool starts_something(const PythonProject& project, const std::string& file) {
  return std::any_of(project.launches.begin(), project.launches.end(), [&](const Launch& launch) {
    return launch.kind != LaunchKind::kPytest && !launch.files.empty() &&
           launch.files.front() == file;
  });
}

// Built from sources of the same name: compiled Cython, mypyc output.
bool is_built(const PythonProject& project, const ModuleForms& forms) {
  auto stem = forms.module.substr(0, forms.module.size() - 3);
  return project.index.has_file(stem + ".pyx") || project.index.has_file(stem + ".c");
}

// The module that is dead beside a package or extension of its name; null when it is none.
const FileRecord* dead_module(const PythonProject& project, const ModuleForms& forms) {
  bool extension = !forms.extension.empty() && forms.package.empty();
  bool both = !forms.module.empty() && (!forms.package.empty() || extension);
  if (!both || is_left_out(forms.module) || starts_something(project, forms.module)) return nullptr;
  if (extension && is_built(project, forms)) return nullptr;
  const FileRecord* hidden = project.index.source(forms.module);
  bool empty = hidden == nullptr || hidden->facts.source->metrics.code_lines == 0;
  return empty ? nullptr : hidden;
}

// What imports of the name need and only the hidden file has; the last one as a clause.
std::string add_needs(const PythonProject& project, const FileRecord& hidden,
                      const ModuleForms& forms, const std::vector<ImportUse>& uses,
                      Conflict& conflict) {
  std::string missing;
  const auto& bound = hidden.facts.source->python.bound;
  for (const ImportUse& use : uses) {
    if (use.import->module != conflict.name || use.import->guarded ||
        !is_below(use.record->entry.path, conflict.root))
      continue;
    for (const auto& item : use.import->names) {
      bool needed = std::binary_search(bound.begin(), bound.end(), item.name) &&
                    !provides(project, forms, item.name);
      if (!needed) continue;
      missing = fmt::format(": {}:{} needs {}, which only the hidden file has",
                            use.record->entry.path, item.line, item.name);
      conflict.severity = Severity::kError;
      conflict.related.push_back({use.record->entry.path, item.line, "needs " + item.name});
    }
  }
  return missing;
}

}  // namespace

// PM06. The package (or extension) wins, so the module beside it is dead, unless it is a launcher
// that is started by its path.
std::vector<Conflict> hidden_siblings(const PythonProject& project) {
  std::vector<Conflict> conflicts;
  ImportUses uses = absolute_uses(project);
  for (const auto& [folder, names] : project.index.folders())
    for (const auto& [name, forms] : names) {
      const FileRecord* hidden = dead_module(project, forms);
      if (hidden == nullptr) continue;
      bool extension = forms.package.empty();
      Conflict conflict;
      conflict.id = "PM06";
      conflict.file = forms.module;
      conflict.name = name;
      conflict.root = folder;
      conflict.severity = Severity::kWarning;
      conflict.confidence = 0.9;
      auto winner = std::string(winner_of(forms));
      std::string missing;
      if (auto at = uses.find(name); at != uses.end() && !extension)
        missing = add_needs(project, *hidden, forms, at->second, conflict);
      conflict.message = fmt::format(
          "{} can never be imported: {} beside it has the same name and wins{}. Merge it into the "
          "{}, or rename it.",
          forms.module, winner, missing, extension ? "extension's sources" : "package");
      conflict.data = {{"hides", winner}, {"proof", std::string("same-folder")}};
      if (conflict.related.empty()) conflict.related.push_back({winner, 1, "wins"});
      conflicts.push_back(std::move(conflict));
    }
  return conflicts;
}

namespace {

// Does the folder itself hold something that can be imported from it?
bool holds_submodule(const PythonProject& project, const std::string& folder,
                     std::string_view name) {
  const ModuleForms* forms = project.index.find(folder, name);
  return forms != nullptr && (is_regular(*forms) || forms->folder);
}

// The submodules an import takes: `N.sub` itself, or what `from N import sub` names.
std::vector<std::string> submodules_of(const Import& import) {
  auto dot = import.module.find('.');
  if (dot != std::string::npos) {
    auto rest = import.module.substr(dot + 1);
    return {rest.substr(0, rest.find('.'))};
  }
  std::vector<std::string> names;
  for (const auto& name : import.names)
    if (name.name != "*") names.push_back(name.name);
  return names;
}

struct Winner {
  std::string text;  // who wins instead of the folder
  bool stdlib = false;
  const StdlibModule* module = nullptr;
};

// What stands before the folder root/name for importers of root.
std::optional<Winner> winner_over(const PythonProject& project, const std::string& root,
                                  const std::string& name, const std::string& sub) {
  const ModuleForms* forms = project.index.find(root, name);
  if (forms == nullptr || !forms->folder || !forms->package.empty()) return std::nullopt;
  if (!project.index.package_roots(name).empty()) return std::nullopt;  // may be meant instead
  if (!forms->module.empty()) return Winner{forms->module, false, nullptr};
  const StdlibModule* module = stdlib_module(name, project.range);
  if (module == nullptr) return std::nullopt;
  const auto& known = python_knowledge().submodules;
  auto row = known.find(name);
  if (row != known.end() && row->second.contains(sub)) return std::nullopt;
  return Winner{"the standard library's " + name, true, module};
}

}  // namespace

namespace {

// Folders without __init__ by name: for each, the folders they lie in. Few names have any.
std::map<std::string, std::vector<std::string>, std::less<>> portions_of(
    const PythonProject& project) {
  std::map<std::string, std::vector<std::string>, std::less<>> portions;
  for (const auto& [folder, names] : project.index.folders()) {
    if (project.index.is_package(folder)) continue;
    for (const auto& [name, forms] : names)
      if (forms.folder && forms.package.empty()) portions[name].push_back(folder);
  }
  return portions;
}

// The first part of an import that lies in root/name and that the winner does not have.
std::string lost_submodule(const PythonProject& project, const std::string& root,
                           const std::string& name, const Import& import) {
  auto folder = join_path(root, name);
  for (const auto& sub : submodules_of(import)) {
    auto winner = winner_over(project, root, name, sub);
    if (!winner || !holds_submodule(project, folder, sub)) continue;
    // `from N import sub` may mean a name of N.py.
    const ModuleForms* forms = project.index.find(root, name);
    if (!winner->stdlib && import.module == name && provides(project, *forms, sub)) continue;
    return sub;
  }
  return "";
}

Conflict losing_folder(const PythonProject& project, const std::string& root,
                       const std::string& name, const std::string& sub, const ImportUse& use) {
  auto folder = join_path(root, name);
  auto winner = *winner_over(project, root, name, sub);
  auto versions = winner.module == nullptr ? "" : versions_text(*winner.module, project.range);
  const auto& path = use.record->entry.path;
  const ModuleForms* inner = project.index.find(folder, sub);
  Conflict conflict;
  conflict.id = "PM07";
  conflict.name = name;
  conflict.root = root;
  conflict.severity = Severity::kError;
  conflict.confidence = 0.9;
  conflict.file = is_regular(*inner) ? std::string(winner_of(*inner)) : path;
  conflict.message = fmt::format(
      "{}/ has no __init__.py, so {}{} wins over it: {}:{} imports {}.{}, but '{}' is not that "
      "folder. Add {}/__init__.py{}.",
      folder, winner.text, versions.empty() ? "" : " (" + versions + ")", path, use.import->line,
      name, sub, name, folder,
      winner.stdlib ? ", or better rename the folder" : ", or rename " + winner.text);
  conflict.data = {{"hides", winner.text}, {"proof", std::string("direct-break")}};
  return conflict;
}

}  // namespace

// PM07. A folder without __init__.py is a namespace portion, and loses to anything regular of its
// name anywhere on sys.path, even behind it.
std::vector<Conflict> losing_folders(const PythonProject& project) {
  std::map<std::pair<std::string, std::string>, Conflict> conflicts;
  auto portions = portions_of(project);
  for (const auto& [name, uses] : absolute_uses(project)) {
    auto roots = portions.find(name);
    if (roots == portions.end()) continue;
    for (const ImportUse& use : uses)
      for (const auto& root : roots->second) {
        const auto& path = use.record->entry.path;
        if (use.import->guarded || !is_below(path, root) || is_left_out(join_path(root, name)))
          continue;
        auto sub = lost_submodule(project, root, name, *use.import);
        if (sub.empty()) continue;
        auto [at, fresh] = conflicts.try_emplace({root, name});
        if (fresh) at->second = losing_folder(project, root, name, sub, use);
        if (at->second.related.size() < 10)
          at->second.related.push_back(
              {path, use.import->line,
               fmt::format("means {}", join_path(join_path(root, name), sub))});
      }
  }
  std::vector<Conflict> found;
  for (auto& [key, conflict] : conflicts) found.push_back(std::move(conflict));
  return found;
}

}  // namespace stackfit
