// Files that start by themselves, as far as their text shows it. A shebang alone proves nothing
// (whole libraries carry one in every file): the mode bit has to agree. What looks like a script
// inside a package is mostly a leftover, so it weighs least.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "project/python/python_project.h"
#include "project/zones.h"

namespace stackfit {
namespace {

bool is_script_folder(std::string_view folder) {
  constexpr std::string_view kNames[] = {"examples", "example", "scripts", "script",  "tools",
                                         "bin",      "demo",    "demos",   "samples", "benchmarks"};
  auto name = lower(base_name(folder));
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// Input of tests rather than code: `tests/**/data/x.py`, or a twin that holds the expected output.
bool is_test_data(const PythonProject& project, std::string_view path) {
  if (zone_of(path) == Zone::kVendored || zone_of(path) == Zone::kGenerated) return true;
  bool in_tests = false;
  auto parts = split(path, '/');
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    auto part = parts[i];
    if (in_tests)
      for (auto name :
           {"data", "fixtures", "fixture", "cases", "testdata", "snippets", "input", "resources"})
        if (part == name) return true;
    if (part.starts_with("test") || part.ends_with("tests") || part.ends_with("testing"))
      in_tests = true;
    if (part == "testdata" || part == "test_data" || part == "test-data") return true;
  }
  auto stem = std::string(path.substr(0, path.rfind('.')));
  for (auto twin : {".out", ".expected", ".golden", ".py.expected"})
    if (project.index.has_file(stem + twin)) return true;
  return false;
}

bool has_relative_import(const SourceFacts& source) {
  return std::any_of(source.imports.begin(), source.imports.end(), [](const Import& import) {
    return import.dots > 0 && !import.in_function && !import.type_only && !import.guarded;
  });
}

// Names some file imports, so that a module nobody imports can be told.
NameSet imported_names(const PythonProject& project) {
  NameSet names;
  for (const FileRecord& record : project.records) {
    if (!record.facts.source) continue;
    for (const Import& import : record.facts.source->imports) {
      for (auto part : split(import.module, '.')) names.emplace(part);
      for (const auto& name : import.names) names.insert(name.name);
    }
  }
  return names;
}

struct ScriptSign {
  LaunchGrade grade = LaunchGrade::kNote;
  std::uint32_t line = 0;
};

// How a file shows that it is started; line 0: it does not.
ScriptSign sign_of(const FileRecord& record, const NameSet& imported) {
  const PythonFacts& python = record.facts.source->python;
  auto stem = base_name(record.entry.path);
  stem = stem.substr(0, stem.rfind('.'));
  if (python.main_guard_line > 0) return {LaunchGrade::kLikely, python.main_guard_line};
  if (python.shebang && record.entry.executable) return {LaunchGrade::kLikely, 1};
  bool alone = !imported.contains(stem) && !is_pytest_file(record.entry.path);
  if (python.flat_script && alone && stem != "conf" && stem != "conftest")
    return {LaunchGrade::kPossible, 1};
  return {};
}

void add_script(const FileRecord& record, const ScriptSign& sign, PythonProject& project) {
  const std::string& path = record.entry.path;
  std::string folder(folder_of(path));
  Launch launch;
  launch.grade = sign.grade;
  bool in_package = project.index.is_package(folder) && !is_script_folder(folder);
  if (in_package && sign.grade == LaunchGrade::kPossible) return;
  if (in_package) launch.grade = LaunchGrade::kNote;
  launch.files = {path};
  launch.front = {{folder, "", {}}};
  launch.folder = folder;
  launch.how = fmt::format("{} runs as a script", path);
  launch.evidence = {
      path, sign.line,
      record.facts.source->python.main_guard_line > 0 ? "main guard" : "code at top level"};
  project.launches.push_back(std::move(launch));
}

// manage.py puts its folder first, and the server loads the applications' usual modules.
void add_django(const FileRecord& record, PythonProject& project) {
  constexpr std::string_view kUsual[] = {
      "settings.py", "urls.py", "models.py", "views.py",   "admin.py", "apps.py",
      "wsgi.py",     "asgi.py", "forms.py",  "signals.py", "tasks.py", "serializers.py"};
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
    auto name = base_name(path);
    bool usual = std::find(std::begin(kUsual), std::end(kUsual), name) != std::end(kUsual);
    if (below && usual && project.index.source(path) != nullptr) launch.files.push_back(path);
  }
  project.launches.push_back(std::move(launch));
}

}  // namespace

void add_script_launches(PythonProject& project) {
  NameSet imported = imported_names(project);
  std::set<std::string> commanded;
  for (const Launch& launch : project.launches)
    if (launch.kind == LaunchKind::kScript) commanded.insert(launch.files.front());
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
    ScriptSign sign = sign_of(record, imported);
    if (sign.line > 0 && !is_test_data(project, path)) add_script(record, sign, project);
  }
}

}  // namespace stackfit
