// Launches from commands. A path in a command is believed only when it leads to a file of the
// repository from the command's own working folder; matching by suffix would invent starts.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "facts/infra/container_paths.h"
#include "project/python/commands.h"
#include "project/python/python_project.h"
#include "project/python/start_names.h"
#include "project/python/unittest_start.h"

namespace stackfit {
namespace {

// One manifest while its commands are read.
struct Shop {
  const FileRecord& record;
  const ManifestFacts& manifest;
  std::string base;                    // folder commands start from
  std::vector<ContainerMount> mounts;  // of a Dockerfile
  std::vector<Setting> python_path;    // entries of env.PYTHONPATH
};

Shop open_shop(const FileRecord& record) {
  Shop shop{record, *record.facts.manifest, std::string(folder_of(record.entry.path)), {}, {}};
  // Of the whole repository, wherever the file lies.
  for (std::string_view format : {"ci", "service", "kubernetes"})
    if (shop.manifest.format == format) shop.base.clear();
  if (shop.manifest.format == "launch-json") shop.base = folder_of(shop.base);
  for (const auto& setting : shop.manifest.settings) {
    if (setting.key == "docker.copy") {
      auto blank = setting.value.rfind(' ');
      shop.mounts.push_back({setting.value.substr(0, blank), setting.value.substr(blank + 1)});
    }
    if (setting.key == "env.PYTHONPATH")
      for (auto entry : split(setting.value, ':'))
        shop.python_path.push_back({"", std::string(trim(entry)), setting.line});
  }
  return shop;
}

// A folder or file as the command names it, in the repository; "?" when nothing shows where.
constexpr std::string_view kUnknown = "?";
std::string placed(const Shop& shop, std::string_view folder, std::string_view path) {
  std::string full =
      path.starts_with('/') ? normal_path(path) : normal_path(join_path(folder, path));
  if (full.starts_with('/')) {
    full = in_repository(shop.mounts, full);
    if (full.starts_with('/')) return std::string(kUnknown);
  }
  full = normal_path(join_path(shop.base, full));
  return full.starts_with("..") ? std::string(kUnknown) : full;
}

// `$PWD`, `${{ github.workspace }}`, `{toxinidir}/lib`: the working folder under another name.
std::string_view without_root_variable(std::string_view entry) {
  for (const auto& name : start_names().working_folders) {
    if (!entry.starts_with(name)) continue;
    entry.remove_prefix(name.size());
    while (entry.starts_with('/')) entry.remove_prefix(1);
    return entry.empty() ? std::string_view(".") : entry;
  }
  return entry;
}

class LaunchMaker {
 public:
  LaunchMaker(PythonProject& project, const Shop& shop) : project_(project), shop_(shop) {}

  void make(const Command& command, const PythonCall& call) {
    // Where a shell script is called from is not written in it: try its own folder and the root.
    Launch launch;
    launch.grade = LaunchGrade::kExplicit;
    launch.evidence = {shop_.record.entry.path, command.line + call.line, call.target};
    std::string folder = call.folder.starts_with('/')
                             ? call.folder
                             : normal_path(join_path(command.folder, call.folder));
    if (!call.folder_known) return;
    launch.folder = placed(shop_, "", folder);
    launch.folder_known = launch.folder != kUnknown;
    if (call.kind == PythonCall::Kind::kScript) {
      script(call, folder, launch);
    } else if (launch.folder_known && project_.index.has_folder(launch.folder)) {
      if (call.kind == PythonCall::Kind::kModule) module(call, launch);
      if (call.kind == PythonCall::Kind::kTool) tool(call, launch);
    }
  }

 private:
  void finish(const PythonCall& call, Launch launch) {
    if (call.isolated) launch.front.clear();
    auto add = [&](std::string_view entry, std::uint32_t line) {
      auto folder = placed(shop_, "", without_root_variable(entry));
      if (folder == kUnknown || entry.find('$') == 0 || !project_.index.has_folder(folder)) return;
      launch.front.push_back({folder, "PYTHONPATH", {shop_.record.entry.path, line, "PYTHONPATH"}});
    };
    for (const auto& entry : call.python_path) add(entry, launch.evidence.line);
    if (call.python_path.empty())
      for (const auto& entry : shop_.python_path) add(entry.value, entry.line);
    if (!launch.front.empty()) project_.launches.push_back(std::move(launch));
  }

  void script(const PythonCall& call, std::string_view folder, Launch& launch) {
    auto path = placed(shop_, folder, call.target);
    // A README's `cd` often leads into the clone it has just made.
    bool is_shell =
        (shop_.manifest.format == "shell" && folder.empty()) || shop_.manifest.format == "readme";
    if (is_shell && project_.index.source(path) == nullptr) path = normal_path(call.target);
    if (project_.index.source(path) == nullptr) {
      // `python folder/` runs its __main__.py with the folder itself in front.
      path = join_path(path, "__main__.py");
      if (project_.index.source(path) == nullptr) return;
    }
    launch.files = {path};
    launch.front = {{std::string(folder_of(path)), "", {}}};
    launch.how = fmt::format("{} runs as a script", path);
    finish(call, std::move(launch));
  }

  // `-m pkg.mod`: the working folder comes first, and the packages on the way are loaded.
  void module(const PythonCall& call, Launch& launch) {
    launch.kind = LaunchKind::kModule;
    launch.front = {{launch.folder, "", {}}};
    launch.module = call.target;
    launch.how = fmt::format("python -m {} runs in {}", call.target, folder_text(launch.folder));
    auto found = resolve_module(project_.index, {launch.folder}, call.target);
    launch.files = found.loaded;
    auto main = resolve_module(project_.index, {launch.folder}, call.target + ".__main__");
    if (main.found) launch.files = main.loaded;
    if (call.target == "unittest") start_unittest(project_, call.arguments, launch);
    finish(call, std::move(launch));
  }

  static std::string folder_text(const std::string& folder) {
    return folder.empty() ? "the root" : folder;
  }

  // `gunicorn pkg.mod:app`, `celery -A pkg`, `streamlit run x.py`, `flask run`.
  void tool(const PythonCall& call, Launch& launch) {
    auto name = base_name(call.target);
    if (name == "pytest" || name == "py.test") return;  // add_pytest_launches
    if (start_names().script_tools.contains(name)) {
      for (const auto& argument : call.arguments) {
        auto path = normal_path(join_path(launch.folder, argument));
        if (!argument.ends_with(".py") || project_.index.source(path) == nullptr) continue;
        launch.files = {path};
        launch.front = {{std::string(folder_of(path)), "", {}}};
        launch.tool = name;
        launch.how = fmt::format("{} runs under {}", path, name);
        return finish(call, std::move(launch));
      }
      return;
    }
    launch.kind = LaunchKind::kModule;
    launch.front = {{launch.folder, "", {}}};
    launch.tool = name;
    launch.how = fmt::format("{} runs in {}", name, folder_text(launch.folder));
    add_application(call, launch);
    if (!launch.files.empty()) finish(call, std::move(launch));
  }

  void add_application(const PythonCall& call, Launch& launch) {
    std::vector<std::string> names;
    for (const auto& argument : call.arguments) {
      auto name = argument.substr(0, argument.find(':'));
      if (auto mark = name.find('='); mark != std::string::npos) name = name.substr(mark + 1);
      if (name.ends_with(".py")) name.resize(name.size() - 3);
      names.push_back(name);
    }
    if (base_name(call.target) == "flask") names = {"app", "wsgi"};
    for (const auto& name : names) {
      auto found = resolve_module(project_.index, {launch.folder}, name);
      if (!found.found || found.loaded.empty()) continue;
      launch.files.insert(launch.files.end(), found.loaded.begin(), found.loaded.end());
    }
  }

  PythonProject& project_;
  const Shop& shop_;
};

}  // namespace

void add_command_launches(PythonProject& project) {
  for (const FileRecord& record : project.records) {
    if (!record.facts.manifest || record.facts.manifest->commands.empty()) continue;
    Shop shop = open_shop(record);
    LaunchMaker maker(project, shop);
    for (const Command& command : shop.manifest.commands)
      for (const PythonCall& call : python_calls(command.text)) maker.make(command, call);
  }
}

}  // namespace stackfit
