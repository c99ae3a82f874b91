// PM19. Names that no import statement can write: a hyphen, a digit first, a keyword.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "project/python/conflict_finding.h"
#include "project/python/import_uses.h"
#include "project/zones.h"

namespace stackfit {
namespace {

std::string with_underscores(std::string_view name) {
  std::string result(name);
  std::replace(result.begin(), result.end(), '-', '_');
  return result;
}

// A name to rename to: `my_mod`, `class_`, `_2048`.
std::string safe_name(std::string_view name) {
  auto result = with_underscores(name);
  if (!result.empty() && result.front() >= '0' && result.front() <= '9') return "_" + result;
  return result == name ? result + "_" : result;
}

// The file or folder an impossible import means: below its own folder, or below the root.
std::string meant_by(const PythonProject& project, const std::string& importer,
                     std::string_view module) {
  while (module.starts_with('.')) module.remove_prefix(1);
  std::string relative(module);
  std::replace(relative.begin(), relative.end(), '.', '/');
  for (auto base : {folder_of(importer), std::string_view()}) {
    auto path = join_path(base, relative);
    if (project.index.has_file(path + ".py")) return path + ".py";
    if (project.index.has_file(path + "/__init__.py")) return path + "/__init__.py";
  }
  return "";
}

// `import my-mod`: a syntax error with a file behind it.
void add_statements(const PythonProject& project, std::map<std::string, Conflict>& conflicts) {
  for (const FileRecord& record : project.records) {
    const std::string& path = record.entry.path;
    if (project.index.source(path) == nullptr || is_left_out(path)) continue;
    for (const auto& import : record.facts.source->python.unimportable) {
      auto meant = meant_by(project, path, import.name);
      if (meant.empty()) continue;
      auto dot = import.name.rfind('.');
      auto last = import.name.substr(dot == std::string::npos ? 0 : dot + 1);
      Conflict conflict;
      conflict.id = "PM19";
      conflict.file = meant;
      conflict.name = last;
      conflict.root = folder_of(meant);
      conflict.severity = Severity::kError;
      conflict.confidence = 0.95;
      conflict.message = fmt::format(
          "{} cannot be imported under its name: {}:{} is a syntax error, because {} is no "
          "identifier. Rename it, for example to {}.",
          meant, path, import.line, import.name, safe_name(last));
      conflict.data = {{"hides", meant}, {"proof", std::string("syntax")}};
      auto [at, fresh] = conflicts.try_emplace(meant, std::move(conflict));
      if (at->second.related.size() < 10)
        at->second.related.push_back({path, import.line, "syntax error"});
    }
  }
}

bool starts_something(const PythonProject& project, const std::string& file) {
  return std::any_of(project.launches.begin(), project.launches.end(), [&](const Launch& launch) {
    return !launch.files.empty() && launch.files.front() == file;
  });
}

// `my-mod.py` beside `my_mod.py`: one of them is taken for the other, and only one is imported.
void add_twins(const PythonProject& project, std::map<std::string, Conflict>& conflicts) {
  for (const FileRecord& record : project.records) {
    const std::string& path = record.entry.path;
    auto name = base_name(path);
    if (!name.ends_with(".py") || name.find('-') == std::string_view::npos || is_left_out(path))
      continue;
    auto twin = join_path(folder_of(path), with_underscores(name));
    bool launcher = starts_something(project, path) || record.entry.executable;
    if (!project.index.has_file(twin) || launcher || conflicts.contains(path)) continue;
    Conflict conflict;
    conflict.id = "PM19";
    conflict.file = path;
    conflict.name = name.substr(0, name.size() - 3);
    conflict.root = folder_of(path);
    conflict.severity = Severity::kWarning;
    conflict.confidence = 0.7;
    conflict.message = fmt::format(
        "{} can never be imported, and {} beside it is imported by what looks like its name. "
        "Delete one of them, or rename it.",
        path, twin);
    conflict.related.push_back({twin, 1, "the one that is imported"});
    conflict.data = {{"hides", path}, {"proof", std::string("same-name")}};
    conflicts.emplace(path, std::move(conflict));
  }
}

bool is_plain_identifier(std::string_view name) {
  return name.find_first_of("-. +,@") == std::string_view::npos && !name.empty() &&
         !(name.front() >= '0' && name.front() <= '9');
}

// A folder that wants to be a package and has a name that no statement can write. An empty
// __init__.py says too little: whole courses carry one in every folder.
void add_folders(const PythonProject& project, std::map<std::string, Conflict>& conflicts) {
  for (const FileRecord& record : project.records) {
    const std::string& path = record.entry.path;
    auto folder = folder_of(path);
    auto name = base_name(folder);
    bool candidate = base_name(path) == "__init__.py" && !is_plain_identifier(name) &&
                     folder.find('{') == std::string_view::npos && !folder.empty() &&
                     project.index.source(path) != nullptr && zone_of(path) == Zone::kProduct;
    if (!candidate || conflicts.contains(path)) continue;
    const SourceFacts& source = *record.facts.source;
    bool used = std::any_of(source.imports.begin(), source.imports.end(),
                            [](const Import& import) { return import.dots > 0; });
    if (!used) continue;
    Conflict conflict;
    conflict.id = "PM19";
    conflict.file = path;
    conflict.name = name;
    conflict.root = folder_of(folder);
    conflict.severity = Severity::kWarning;
    conflict.confidence = 0.6;
    conflict.message = fmt::format(
        "{}/ is laid out as a package, but no import statement can write {}: only what loads it by "
        "its path reaches it. Rename the folder, for example to {}.",
        folder, name, safe_name(name));
    conflict.data = {{"hides", path}, {"proof", std::string("syntax")}};
    conflicts.emplace(path, std::move(conflict));
  }
}

}  // namespace

std::vector<Conflict> unimportable_names(const PythonProject& project) {
  std::map<std::string, Conflict> conflicts;
  add_statements(project, conflicts);
  add_twins(project, conflicts);
  add_folders(project, conflicts);
  std::vector<Conflict> found;
  for (auto& [file, conflict] : conflicts) found.push_back(std::move(conflict));
  return found;
}

}  // namespace stackfit
