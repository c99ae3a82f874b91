// Files that start by themselves, as far as their text shows it. A shebang alone proves nothing
// (whole libraries carry one in every file): the mode bit has to agree. What looks like a script
// inside a package is mostly a leftover, so it weighs least.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "project/python/python_project.h"
#include "project/python/start_names.h"
#include "project/zones.h"

namespace stackfit {
namespace {

bool is_script_folder(std::string_view folder) {
  return start_names().script_folders.contains(lower(base_name(folder)));
}

// Input of tests rather than code: `tests/**/data/x.py`, or a twin that holds the expected output.
bool is_test_data(const PythonProject& project, std::string_view path) {
  if (zone_of(path) == Zone::kVendored || zone_of(path) == Zone::kGenerated) return true;
  const StartNames& names = start_names();
  bool in_tests = false;
  auto parts = split(path, '/');
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    auto part = parts[i];
    if (in_tests && names.test_data_inside.contains(part)) return true;
    if (part.starts_with("test") || part.ends_with("tests") || part.ends_with("testing"))
      in_tests = true;
    if (names.test_data_anywhere.contains(part)) return true;
  }
  auto stem = std::string(path.substr(0, path.rfind('.')));
  for (const auto& twin : names.twins)
    if (project.index.has_file(stem + twin)) return true;
  return false;
}

bool has_relative_import(const SourceFacts& source) {
  return std::any_of(source.imports.begin(), source.imports.end(), [](const Import& import) {
    return import.dots > 0 && !import.in_function && !import.type_only && !import.guarded;
  });
}

// Who imports a name, so that a module nobody imports can be told from one.
struct ImportedNames {
  std::map<std::string, std::set<std::string_view>, std::less<>> anywhere;  // by any part of it
  std::map<std::string, std::set<std::string_view>, std::less<>> first;     // by its first part
  NameSet pairs;  // `folder.module`, for each step of a dotted name
};

ImportedNames imported_names(const PythonProject& project) {
  ImportedNames names;
  for (const FileRecord& record : project.records) {
    if (!record.facts.source) continue;
    std::string_view path = record.entry.path;
    for (const Import& import : record.facts.source->imports) {
      std::string_view before = import.dots > 0 ? base_name(folder_of(path)) : "";
      bool is_first = import.dots == 0;
      auto step = [&](std::string_view part) {
        if (part.empty()) return;
        names.anywhere[std::string(part)].insert(path);
        if (is_first) names.first[std::string(part)].insert(path);
        if (!before.empty()) names.pairs.insert(fmt::format("{}.{}", before, part));
        is_first = false;
      };
      for (auto part : split(import.module, '.')) {
        step(part);
        if (!part.empty()) before = part;
      }
      for (const auto& name : import.names) step(name.name);
    }
  }
  return names;
}

std::string_view stem_of(std::string_view path) {
  auto name = base_name(path);
  return name.substr(0, name.rfind('.'));
}

// Does nobody else import the file? Where its name is that of a known module, an import elsewhere
// means that one: only what its own folder or a dotted name says counts.
bool is_alone(const PythonProject& project, const ImportedNames& names, std::string_view path) {
  auto stem = stem_of(path);
  bool known_name = stdlib_module(stem, {}) != nullptr || project.dependencies.contains(stem) ||
                    python_knowledge().loads.contains(stem);
  auto others = [&](const auto& importers, bool same_folder) {
    auto found = importers.find(stem);
    return found != importers.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](std::string_view by) {
             return by != path && (!same_folder || folder_of(by) == folder_of(path));
           });
  };
  if (!known_name) return !others(names.anywhere, false);
  auto pair = fmt::format("{}.{}", base_name(folder_of(path)), stem);
  return !others(names.first, true) && !names.pairs.contains(pair);
}

// `random.py` that does its work at top level and asks `random` for it: whoever loads it under its
// own name gets the same trouble.
bool imports_itself(const SourceFacts& source, std::string_view path) {
  return std::any_of(source.imports.begin(), source.imports.end(), [&](const Import& import) {
    auto top = std::string_view(import.module).substr(0, import.module.find('.'));
    return import.dots == 0 && !import.guarded && !import.type_only && !import.conditional &&
           import.kind != ImportKind::kDynamic && top == stem_of(path);
  });
}

constexpr std::string_view kTopLevel = "code at top level", kApplication = "application";

// The command that serves the file's application from its own folder; null when it has none.
const std::string* served_by(const SourceFacts& source, std::string_view path) {
  if (source.python.application_line == 0) return nullptr;
  for (const auto& row : start_names().applications) {
    bool imports =
        std::any_of(source.imports.begin(), source.imports.end(), [&](const Import& import) {
          return import.dots == 0 &&
                 std::string_view(import.module).substr(0, import.module.find('.')) == row.module;
        });
    if (imports && row.made_by.contains(source.python.application) &&
        (row.files.empty() || row.files.contains(base_name(path))))
      return &row.by;
  }
  return nullptr;
}

// The tool that runs such files (`streamlit run x.py`), with what it needs itself loaded before;
// empty: the interpreter does.
std::string runner_of(const SourceFacts& source) {
  for (const Import& import : source.imports) {
    auto top = std::string_view(import.module).substr(0, import.module.find('.'));
    if (import.dots == 0 && !import.in_function && start_names().script_tools.contains(top))
      return std::string(top);
  }
  return "";
}

// `from scripts.log import …` in scripts/run.py: found only from the folder above, so that is where
// it is started, if at all, and as a module.
bool names_own_package(const PythonProject& project, const FileRecord& record) {
  const SourceFacts& source = *record.facts.source;
  auto folder = folder_of(record.entry.path);
  auto is_such = [&](const Import& import) {
    if (import.dots > 0 || import.in_function || import.in_main_guard || import.guarded ||
        import.type_only || import.conditional || import.kind == ImportKind::kDynamic)
      return false;
    auto top = std::string_view(import.module).substr(0, import.module.find('.'));
    if (project.index.find(folder, top) != nullptr) return false;
    for (auto at = folder; !at.empty(); at = folder_of(at))
      if (base_name(at) == top)
        return resolve_module(project.index, {std::string(folder_of(at))}, import.module).found;
    return false;
  };
  return source.python.search_path.empty() &&
         std::any_of(source.imports.begin(), source.imports.end(), is_such);
}

struct ScriptSign {
  LaunchGrade grade = LaunchGrade::kNote;
  std::uint32_t line = 0;
  std::string_view what;
};

// How a file shows that it is started; line 0: it does not.
ScriptSign sign_of(const PythonProject& project, const FileRecord& record,
                   const ImportedNames& names) {
  const SourceFacts& source = *record.facts.source;
  const PythonFacts& python = source.python;
  const std::string& path = record.entry.path;
  auto stem = stem_of(path);
  if (python.main_guard_line > 0)
    return {LaunchGrade::kLikely, python.main_guard_line, "main guard"};
  if (python.shebang && record.entry.executable) return {LaunchGrade::kLikely, 1, "#!"};
  if (python.handler_line > 0) return {LaunchGrade::kProbable, python.handler_line, "handler"};
  if (served_by(source, path) != nullptr)
    return {LaunchGrade::kProbable, python.application_line, kApplication};
  bool works = python.flat_script || python.program;
  if (!works || is_pytest_file(path) || stem == "conf" || stem == "conftest") return {};
  // Where a file itself means the known module of its name, so does the import beside it.
  bool alone = is_alone(project, names, path);
  if (imports_itself(source, path))
    return {alone ? LaunchGrade::kLikely : LaunchGrade::kProbable, 1, kTopLevel};
  if (!alone) return {};
  return {python.program ? LaunchGrade::kProbable : LaunchGrade::kPossible, 1, kTopLevel};
}

void add_script(const FileRecord& record, const ScriptSign& sign, PythonProject& project) {
  const std::string& path = record.entry.path;
  std::string folder(folder_of(path));
  Launch launch;
  launch.grade = sign.grade;
  bool in_package = project.index.is_package(folder) && !is_script_folder(folder);
  if (in_package && (sign.grade <= LaunchGrade::kProbable || sign.what == kTopLevel)) return;
  bool from_above = names_own_package(project, record);
  if (from_above && sign.what == kTopLevel) return;
  if (in_package || from_above) launch.grade = LaunchGrade::kNote;
  launch.files = {path};
  launch.front = {{folder, "", {}}};
  launch.folder = folder;
  launch.tool = runner_of(*record.facts.source);
  launch.how = launch.tool.empty() ? fmt::format("{} runs as a script", path)
                                   : fmt::format("{} runs under {}", path, launch.tool);
  if (sign.what == "handler") {
    launch.kind = LaunchKind::kHandler;
    launch.how = fmt::format("{} handles events", path);
  }
  if (sign.what == kApplication)
    launch.how =
        fmt::format("{} is served, as by {}", path, *served_by(*record.facts.source, path));
  launch.evidence = {path, sign.line, std::string(sign.what)};
  project.launches.push_back(std::move(launch));
}

// manage.py puts its folder first, and the server loads the applications' usual modules.
void add_django(const FileRecord& record, PythonProject& project) {
  std::string folder(folder_of(record.entry.path));
  Launch launch;
  launch.kind = LaunchKind::kDjango;
  launch.grade = LaunchGrade::kExplicit;
  launch.files = {record.entry.path};
  launch.folder = folder;
  launch.folder_known = true;
  launch.front = {{folder, "", {}}};
  launch.how = fmt::format("{} runs", record.entry.path);
  launch.evidence = {record.entry.path, 1, "manage.py"};
  for (const FileRecord& other : project.records) {
    const std::string& path = other.entry.path;
    bool below = folder.empty() || path.starts_with(folder + "/");
    bool usual = start_names().django_files.contains(base_name(path));
    if (below && usual && project.index.source(path) != nullptr) launch.files.push_back(path);
  }
  project.launches.push_back(std::move(launch));
}

}  // namespace

void add_script_launches(PythonProject& project) {
  ImportedNames imported = imported_names(project);
  std::set<std::string> commanded;
  for (const Launch& launch : project.launches)
    if (launch.kind == LaunchKind::kScript)
      commanded.insert(launch.files.front());
    else if (!launch.module.empty() && !launch.files.empty())
      commanded.insert(launch.files.back());  // by -m: its guard proves no other start
  for (const FileRecord& record : project.records) {
    const std::string& path = record.entry.path;
    if (project.index.source(path) == nullptr || !path.ends_with(".py")) continue;
    const SourceFacts& source = *record.facts.source;
    auto name = base_name(path);
    if (name == "manage.py" && source.python.runs_django) {
      add_django(record, project);
      continue;
    }
    bool special = name == "__main__.py" || name == "__init__.py" ||
                   (name == "setup.py" && source.python.calls_setup);
    if (special || commanded.contains(path) || has_relative_import(source)) continue;
    ScriptSign sign = sign_of(project, record, imported);
    if (sign.line > 0 && !is_test_data(project, path)) add_script(record, sign, project);
  }
}

void add_notebook_launches(PythonProject& project) {
  std::map<std::string, std::vector<std::string>> by_folder;
  for (const FileRecord& record : project.records) {
    const std::string& path = record.entry.path;
    if (path.ends_with(".ipynb") && project.index.source(path) != nullptr &&
        !is_test_data(project, path))
      by_folder[std::string(folder_of(path))].push_back(path);
  }
  for (auto& [folder, files] : by_folder) {
    Launch launch;
    launch.kind = LaunchKind::kNotebook;
    launch.grade = LaunchGrade::kLikely;
    launch.folder = folder;
    launch.folder_known = true;
    launch.front = {{folder, "", {}}};
    launch.how = fmt::format("notebooks in {} run", folder.empty() ? "the root" : folder);
    launch.evidence = {files.front(), 1, "notebook"};
    launch.files = std::move(files);
    project.launches.push_back(std::move(launch));
  }
}

}  // namespace stackfit
