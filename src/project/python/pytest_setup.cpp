#include "project/python/pytest_setup.h"

#include <algorithm>

#include "core/text.h"
#include "project/python/commands.h"

namespace stackfit {
namespace {

ImportMode mode_in(std::string_view options, ImportMode otherwise) {
  if (options.find("import-mode=importlib") != std::string_view::npos)
    return ImportMode::kImportlib;
  if (options.find("import-mode importlib") != std::string_view::npos)
    return ImportMode::kImportlib;
  if (options.find("import-mode=append") != std::string_view::npos) return ImportMode::kAppend;
  return otherwise;
}

// `pytest`, `pytest -q`: no path that narrows it, started at the root.
bool collects_all(const FileRecord& record, const PythonCall& call, const Command& command) {
  bool at_root = record.facts.manifest->format == "ci" || folder_of(record.entry.path).empty();
  if (!at_root || !call.folder.empty() || !call.folder_known || !command.folder.empty())
    return false;
  return std::all_of(call.arguments.begin(), call.arguments.end(), [](const std::string& word) {
    return word.starts_with('-') && word != "-k" && word != "-m" && word != "-p" && word != "-c" &&
           !word.starts_with("--ignore") && !word.starts_with("--deselect") &&
           !word.starts_with("--pyargs") && !word.starts_with("--rootdir");
  });
}

void read_settings(const FileRecord& record, const PythonProject& project, PytestSetup& setup) {
  std::string base(folder_of(record.entry.path));
  for (const auto& setting : record.facts.manifest->settings) {
    if (setting.key == "pytest.config") {
      setup.used = true;
      if (setup.evidence.path.empty()) setup.evidence = {record.entry.path, setting.line, "pytest"};
    }
    if (setting.key == "pytest.addopts") setup.mode = mode_in(setting.value, setup.mode);
    if (setting.key == "pytest.norecursedirs")
      for (auto name : split(setting.value, ' ')) setup.not_entered.emplace_back(name);
    if (setting.key == "pytest.testpaths" && base.empty())
      for (auto folder : split(setting.value, ' '))
        if (!folder.empty()) setup.test_paths.push_back(normal_path(folder));
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
      if (collects_all(record, call, command))
        setup.whole_run = {record.entry.path, command.line + call.line, ""};
      if (call.kind == PythonCall::Kind::kModule && call.folder.empty())
        setup.module_run_at_root = true;
    }
  }
}

}  // namespace

PytestSetup pytest_setup(const PythonProject& project) {
  PytestSetup setup;
  setup.not_entered = {".*",   "*.egg",        "_darcs", "build", "CVS",
                       "dist", "node_modules", "venv",   "{arch}"};
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

}  // namespace stackfit
