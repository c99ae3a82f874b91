#include "project/python/unittest_start.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "project/python/import_uses.h"

namespace stackfit {
namespace {

struct Discovery {
  std::string start = ".", top, pattern = "test";
};

// `discover -s tests -t . -p "*_test.py"`, or `discover tests`.
Discovery read_discovery(const std::vector<std::string>& arguments) {
  Discovery discovery;
  std::vector<std::string*> by_place = {&discovery.start, &discovery.pattern, &discovery.top};
  std::size_t place = 0;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    std::string_view word = arguments[i];
    auto value = word.starts_with("--") && word.find('=') != std::string_view::npos
                     ? std::string(word.substr(word.find('=') + 1))
                     : std::string();
    auto option = word.substr(0, word.find('='));
    std::string* target = option == "-s" || option == "--start-directory"       ? &discovery.start
                          : option == "-t" || option == "--top-level-directory" ? &discovery.top
                          : option == "-p" || option == "--pattern"             ? &discovery.pattern
                                                                                : nullptr;
    if (target != nullptr && value.empty() && i + 1 < arguments.size()) value = arguments[++i];
    if (target != nullptr)
      *target = value;
    else if (!word.starts_with('-') && place < by_place.size())
      *by_place[place++] = word;
  }
  return discovery;
}

bool is_test_file(std::string_view path, std::string_view pattern) {
  auto name = base_name(path);
  auto star = pattern.find('*');
  if (star == std::string_view::npos) return name.starts_with("test") && name.ends_with(".py");
  return name.starts_with(pattern.substr(0, star)) && name.ends_with(pattern.substr(star + 1));
}

}  // namespace

void start_unittest(PythonProject& project, const std::vector<std::string>& arguments,
                    Launch& launch) {
  bool discovers = arguments.empty() || arguments[0] == "discover" || arguments[0][0] == '-';
  if (!discovers) {
    for (const auto& name : arguments) {
      auto found = resolve_module(project.index, {launch.folder}, name);
      launch.files.insert(launch.files.end(), found.loaded.begin(), found.loaded.end());
    }
    return;
  }
  Discovery discovery = read_discovery(arguments);
  auto start = normal_path(join_path(launch.folder, discovery.start));
  auto top = discovery.top.empty() ? start : normal_path(join_path(launch.folder, discovery.top));
  if (start == ".") start.clear();
  if (top == ".") top.clear();
  if (!project.index.has_folder(start) || !project.index.has_folder(top)) return;
  Launch tests = launch;
  for (const FileRecord& record : project.records) {
    const auto& path = record.entry.path;
    bool below = start.empty() || path.starts_with(start + "/");
    // Folders without __init__.py are not searched.
    bool direct = folder_of(path) == start || project.index.is_package(folder_of(path));
    if (below && direct && is_test_file(path, discovery.pattern)) tests.files.push_back(path);
  }
  if (top == launch.folder) {
    launch.files = std::move(tests.files);
    return;
  }
  tests.module.clear();
  tests.tool = "unittest";
  tests.front.insert(tests.front.begin(), {top, "", {}});
  tests.how = fmt::format("unittest discovers tests in {}", top.empty() ? "the root" : top);
  if (!tests.files.empty()) project.launches.push_back(std::move(tests));
}

void add_env_files(PythonProject& project) {
  for (const FileRecord& record : project.records) {
    if (!record.facts.manifest || record.facts.manifest->format != "env-file") continue;
    std::string folder(folder_of(record.entry.path));
    for (const Setting& setting : record.facts.manifest->settings)
      for (auto entry : split(setting.value, ':')) {
        auto place = normal_path(join_path(folder, trim(entry)));
        if (trim(entry).empty() || place.starts_with("..") || place.starts_with('/') ||
            entry.find('$') != std::string_view::npos || !project.index.has_folder(place))
          continue;
        for (Launch& launch : project.launches) {
          bool below = !launch.files.empty() && is_below(launch.files.front(), folder);
          bool started = launch.kind == LaunchKind::kScript && launch.grade != LaunchGrade::kNote;
          if (below && started)
            launch.front.push_back(
                {place, "PYTHONPATH", {record.entry.path, setting.line, "PYTHONPATH"}});
        }
      }
  }
}

void add_function_launches(PythonProject& project) {
  for (const FileRecord& record : project.records) {
    if (!record.facts.manifest || record.facts.manifest->format != "functions") continue;
    std::string base(folder_of(record.entry.path));
    for (const Setting& setting : record.facts.manifest->settings) {
      auto bar = setting.value.find('|');
      if (setting.key != "function.handler" || bar == std::string::npos) continue;
      auto folder = normal_path(join_path(base, setting.value.substr(0, bar)));
      auto handler = std::string_view(setting.value).substr(bar + 1);
      auto file = join_path(folder, std::string(handler.substr(0, handler.rfind('.'))) + ".py");
      if (project.index.source(file) == nullptr) continue;
      Launch launch;
      launch.kind = LaunchKind::kHandler;
      launch.grade = LaunchGrade::kExplicit;
      launch.files = {file};
      launch.front = {{folder, "", {}}};
      launch.folder = folder;
      launch.how = fmt::format("{} handles events", file);
      launch.evidence = {record.entry.path, setting.line, "handler"};
      project.launches.push_back(std::move(launch));
    }
  }
}

}  // namespace stackfit
