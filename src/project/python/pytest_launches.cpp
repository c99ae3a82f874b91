// pytest's own way of making test files importable (docs.pytest.org, "pytest import mechanisms and
// sys.path"): for every test file and conftest.py the first folder upward without __init__.py is
// inserted in front (mode prepend), appended (append) or left out (importlib).
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "project/python/pytest_setup.h"
#include "project/zones.h"

namespace stackfit {
bool is_pytest_file(std::string_view path) {
  auto name = base_name(path);
  return (name.starts_with("test_") && name.ends_with(".py")) || name.ends_with("_test.py");
}

void add_pytest_launches(PythonProject& project) {
  PytestSetup setup = pytest_setup(project);
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
    if (setup.module_run_at_root)
      launch.front.push_back({"", std::string(kPytestAsModule), setup.evidence});
    if (!launch.front.empty() || !launch.back.empty())
      project.launches.push_back(std::move(launch));
  }
}

}  // namespace stackfit
