// PM12. pytest, without importmode=importlib, imports a test file under its path below the first
// folder upward that is no package: docs.pytest.org, "pytest import mechanisms". Two files that get
// one name that way cannot be collected together: "import file mismatch".
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "project/python/conflict_finding.h"
#include "project/python/import_uses.h"
#include "project/python/pytest_setup.h"
#include "tree/glob.h"

namespace stackfit {
namespace {

// Folders that pytest enters by itself, as far as settings and defaults go.
// A pattern with a slash in it is one for the end of the whole path.
bool is_entered(const PytestSetup& setup, std::string_view path) {
  for (auto folder = folder_of(path); !folder.empty(); folder = folder_of(folder))
    for (const auto& pattern : setup.not_entered) {
      bool whole = pattern.find('/') != std::string::npos;
      auto glob = Glob::parse(whole ? "*/" + pattern : pattern);
      if (!glob) continue;
      if (glob->matches(whole ? "/" + std::string(folder) : std::string(base_name(folder))))
        return false;
    }
  return true;
}

bool is_collected(const PytestSetup& setup, std::string_view path) {
  if (!is_entered(setup, path)) return false;
  return setup.test_paths.empty() || std::any_of(setup.test_paths.begin(), setup.test_paths.end(),
                                                 [&](const std::string& folder) {
                                                   return is_below(path, folder) || path == folder;
                                                 });
}

// The folder of the nearest manifest: what is tested together unless something says otherwise.
std::string member_of(const std::set<std::string, std::less<>>& members, std::string_view path) {
  for (auto folder = folder_of(path); !folder.empty(); folder = folder_of(folder))
    if (members.contains(folder)) return std::string(folder);
  return "";
}

std::set<std::string, std::less<>> member_folders(const PythonProject& project) {
  std::set<std::string, std::less<>> folders;
  for (const FileRecord& record : project.records)
    if (record.facts.manifest && record.facts.manifest->format != "shell" &&
        record.facts.manifest->format != "ci")
      folders.emplace(folder_of(record.entry.path));
  return folders;
}

// Folders that configure pytest for themselves: each is a run of its own.
std::set<std::string, std::less<>> configured_folders(const PythonProject& project) {
  std::set<std::string, std::less<>> folders;
  for (const FileRecord& record : project.records) {
    if (!record.facts.manifest) continue;
    const auto& settings = record.facts.manifest->settings;
    if (std::any_of(settings.begin(), settings.end(),
                    [](const Setting& setting) { return setting.key == "pytest.config"; }))
      folders.emplace(folder_of(record.entry.path));
  }
  return folders;
}

struct TestModule {
  std::string path, base;
  std::string run;  // folder whose configuration counts for it
};

// `tests.test_x` for tests/test_x.py where tests/ is a package, else `test_x`.
std::string module_name(std::string_view path, std::string_view base) {
  auto rest = base.empty() ? path : path.substr(base.size() + 1);
  std::string name(rest.substr(0, rest.size() - 3));
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

Conflict twin_conflict(const std::string& name, const TestModule& first, const TestModule& second,
                       const PytestSetup& setup, bool package) {
  Conflict conflict;
  conflict.id = "PM12";
  conflict.file = second.path;
  conflict.name = name;
  conflict.root = second.base;
  bool certain = !setup.whole_run.path.empty();
  conflict.severity = certain ? Severity::kError : Severity::kWarning;
  conflict.confidence = certain ? 0.9 : 0.7;
  if (first.run != second.run) {  // only who starts pytest above both meets them together
    conflict.severity = Severity::kNote;
    conflict.confidence = 0.4;
  }
  auto where = certain ? setup.whole_run : setup.evidence;
  auto both = fmt::format("{} and {} ", first.path, second.path);
  auto at = fmt::format("to pytest ({}:{})", where.path, where.line);
  conflict.message =
      package ? fmt::format(
                    "{}both lie in a package {} {}, which is the first one's folder: the "
                    "second is not found in it. Give the folders different names, or use "
                    "importmode=importlib.",
                    both, name.substr(0, name.find('.')), at)
              : fmt::format(
                    "{}are both {} {}: it imports the first and stops at the second with "
                    "an import file mismatch. Rename one, add __init__.py to both "
                    "folders, or use importmode=importlib.",
                    both, name, at);
  conflict.related.push_back({first.path, 1, "the first one"});
  conflict.data = {{"hides", second.path}, {"proof", std::string("same-name")}};
  return conflict;
}

}  // namespace

std::vector<Conflict> twin_tests(const PythonProject& project) {
  PytestSetup setup = pytest_setup(project);
  std::vector<Conflict> conflicts;
  if (!setup.used || setup.mode == ImportMode::kImportlib) return conflicts;
  auto members = member_folders(project);
  auto runs = configured_folders(project);
  // By session and name. A test package is one name, whatever is in it.
  std::map<std::pair<std::string, std::string>, TestModule> first;
  std::set<std::pair<std::string, std::string>> reported;
  for (const FileRecord& record : project.records) {
    const std::string& path = record.entry.path;
    bool conftest = base_name(path) == "conftest.py";
    if (project.index.source(path) == nullptr || is_left_out(path) ||
        (!conftest && !is_pytest_file(path)) || !is_collected(setup, path))
      continue;
    std::string base(project.index.base_of(folder_of(path)));
    auto name = module_name(path, base);
    auto top = name.substr(0, name.find('.'));
    bool package = top.size() < name.size();
    if (conftest && !package) continue;
    auto session = setup.whole_run.path.empty() ? member_of(members, path) : std::string();
    auto [at, fresh] = first.try_emplace({session, package ? top + "." : name},
                                         TestModule{path, base, member_of(runs, path)});
    if (fresh || at->second.base == base) continue;
    if (package && !reported.emplace(base, top).second) continue;
    conflicts.push_back(
        twin_conflict(name, at->second, {path, base, member_of(runs, path)}, setup, package));
  }
  return conflicts;
}

}  // namespace stackfit
