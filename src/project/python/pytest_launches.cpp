// pytest's own way of making test files importable (docs.pytest.org, "pytest import mechanisms and
// sys.path"): for every test file and conftest.py the first folder upward without __init__.py is
// inserted in front (mode prepend), appended (append) or left out (importlib).
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "project/python/commands.h"
#include "project/python/python_project.h"
#include "project/zones.h"

namespace stackfit {
namespace {

enum class ImportMode { kPrepend, kAppend, kImportlib };

struct PytestSetup {
  bool used = false;
  ImportMode mode = ImportMode::kPrepend;
  std::vector<PathEntry> python_path;
  Evidence evidence;
  bool module_run_at_root = false;  // `python -m pytest`: the working folder comes first
};

ImportMode mode_in(std::string_view options, ImportMode otherwise) {
  if (options.find("import-mode=importlib") != std::string_view::npos)
    return ImportMode::kImportlib;
  if (options.find("import-mode importlib") != std::string_view::npos)
    return ImportMode::kImportlib;
  if (options.find("import-mode=append") != std::string_view::npos) return ImportMode::kAppend;
  return otherwise;
}

void read_settings(const FileRecord& record, const PythonProject& project, PytestSetup& setup) {
  std::string base(folder_of(record.entry.path));
  for (const auto& setting : record.facts.manifest->settings) {
    if (setting.key == "pytest.config") {
      setup.used = true;
      if (setup.evidence.path.empty()) setup.evidence = {record.entry.path, setting.line, "pytest"};
    }
    if (setting.key == "pytest.addopts") setup.mode = mode_in(setting.value, setup.mode);
    if (setting.key != "pytest.pythonpath") continue;
    for (auto entry : split(setting.value, ' ')) {
      auto folder = normal_path(join_path(base, entry));
      if (!entry.empty() && project.index.has_folder(folder))
        setup.python_path.push_back(
            {folder, "pytest's pythonpath", {record.entry.path, setting.line, "pythonpath"}});
    }
  }
}

void read_commands(const FileRecord& record, PytestSetup& setup) {
  for (const Command& command : record.facts.manifest->commands) {
    if (command.text.find("py") == std::string::npos) continue;
    for (const PythonCall& call : python_calls(command.text)) {
      auto name = base_name(call.target);
      if (name != "pytest" && name != "py.test") continue;
      setup.used = true;
      setup.mode = mode_in(join(call.arguments, " "), setup.mode);
      if (setup.evidence.path.empty())
        setup.evidence = {record.entry.path, command.line + call.line, "pytest"};
      if (call.kind == PythonCall::Kind::kModule && call.folder.empty())
        setup.module_run_at_root = true;
    }
  }
}

PytestSetup find_setup(const PythonProject& project) {
  PytestSetup setup;
  for (const FileRecord& record : project.records) {
    if (!record.facts.manifest) continue;
    read_settings(record, project, setup);
    read_commands(record, setup);
  }
  if (auto declared = project.dependencies.find("pytest"); declared != project.dependencies.end()) {
    setup.used = true;
    if (setup.evidence.path.empty()) setup.evidence = declared->second.evidence;
  }
  return setup;
}

}  // namespace

bool is_pytest_file(std::string_view path) {
  auto name = base_name(path);
  return (name.starts_with("test_") && name.ends_with(".py")) || name.ends_with("_test.py");
}

void add_pytest_launches(PythonProject& project) {
  PytestSetup setup = find_setup(project);
  if (!setup.used) return;
  std::map<std::string, std::vector<std::string>> by_base;
  std::set<std::string> conftest_bases;
  for (const FileRecord& record : project.records) {
    const std::string& path = record.entry.path;
    bool conftest = base_name(path) == "conftest.py";
    if (project.index.source(path) == nullptr || (!conftest && !is_pytest_file(path))) continue;
    if (zone_of(path) == Zone::kVendored) continue;
    std::string base(project.index.base_of(folder_of(path)));
    by_base[base].push_back(path);
    if (conftest) conftest_bases.insert(base);
  }
  for (auto& [base, files] : by_base) {
    Launch launch;
    launch.kind = LaunchKind::kPytest;
    launch.grade = LaunchGrade::kExplicit;
    launch.files = files;
    launch.folder_known = true;
    launch.how = fmt::format("pytest imports {}", files.front());
    launch.evidence = setup.evidence;
    auto& place = setup.mode == ImportMode::kAppend ? launch.back : launch.front;
    if (setup.mode != ImportMode::kImportlib) {
      place.push_back({base, "pytest's import mode", setup.evidence});
      for (const auto& other : conftest_bases)
        if (other != base && (other.empty() || base.starts_with(other + "/")))
          place.push_back({other, "conftest.py", setup.evidence});
    }
    launch.front.insert(launch.front.end(), setup.python_path.begin(), setup.python_path.end());
    if (setup.module_run_at_root) launch.front.push_back({"", "python -m pytest", setup.evidence});
    if (!launch.front.empty() || !launch.back.empty())
      project.launches.push_back(std::move(launch));
  }
}

}  // namespace stackfit
