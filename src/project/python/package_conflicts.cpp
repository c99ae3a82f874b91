// One package name in two folders (PM09), and a folder that is taken for a package that is not
// there (PM08).
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "facts/python/requirement.h"
#include "project/python/conflict_finding.h"
#include "project/python/import_uses.h"
#include "project/python/start_names.h"
#include "project/zones.h"

namespace stackfit {
namespace {

std::string folder_text(std::string_view folder) {
  return folder.empty() ? "the root" : std::string(folder);
}

bool extends_path(const PythonProject& project, const std::string& file) {
  const FileRecord* record = project.index.source(file);
  return record == nullptr || record->facts.source->python.extends_path;
}

bool is_required(const PythonProject& project, std::string_view name) {
  for (const FileRecord& record : project.records) {
    if (!record.facts.manifest || !project.dependencies.contains(name)) continue;
    const auto& distribution = project.dependencies.find(name)->second.distribution;
    for (const auto& declared : record.facts.manifest->dependencies)
      if (declared.name == distribution && declared.scope == DependencyScope::kRuntime) return true;
  }
  return false;
}

// ---- PM08 ---------------------------------------------------------------------------------------

// Folders that the repository's own .gitignore files name: what a run leaves behind. By path.
std::map<std::string, Related, std::less<>> ignored_folders(const PythonProject& project) {
  std::map<std::string, Related, std::less<>> ignored;
  for (const FileRecord& record : project.records) {
    if (!record.facts.manifest || record.facts.manifest->format != "gitignore") continue;
    for (const Setting& setting : record.facts.manifest->settings)
      ignored.try_emplace(join_path(folder_of(record.entry.path), setting.value),
                          Related{record.entry.path, setting.line, "names the folder"});
  }
  return ignored;
}

// The folder N/ that `import N` finds in front of everything, when the package N is missing.
std::string posing_folder(const PythonProject& project, const std::string& name,
                          std::string_view importer,
                          const std::map<std::string, Related, std::less<>>& ignored) {
  for (const Launch& launch : project.launches) {
    if (launch.grade < LaunchGrade::kLikely || launch.kind == LaunchKind::kPytest) continue;
    for (const auto& entry : launch.front) {
      auto folder = join_path(entry.folder, name);
      const ModuleForms* forms = project.index.find(entry.folder, name);
      bool regular = forms != nullptr && is_regular(*forms);
      bool there = (forms != nullptr && forms->folder) || ignored.contains(folder);
      if (!regular && there && is_below(importer, entry.folder)) return folder;
    }
  }
  return "";
}

// Does the folder hold Python at all? Then the import may mean what is in it.
bool holds_python(const PythonProject& project, const std::string& folder) {
  const auto& names = project.index.names(folder);
  return std::any_of(names.begin(), names.end(),
                     [](const auto& row) { return is_regular(row.second); });
}

}  // namespace

std::vector<Conflict> posing_folders(const PythonProject& project) {
  std::map<std::string, Conflict> conflicts;
  const auto ignored = ignored_folders(project);
  for (const auto& [name, uses] : absolute_uses(project)) {
    if (stdlib_module(name, {}) != nullptr || project.own.contains(name)) continue;
    for (const ImportUse& use : uses) {
      const Import& import = *use.import;
      bool probe = import.guarded && import.kind == ImportKind::kPython && import.module == name &&
                   !import.attributes.empty();
      if (!probe) continue;
      const auto& path = use.record->entry.path;
      auto folder = posing_folder(project, name, path, ignored);
      if (folder.empty() || holds_python(project, folder) || is_required(project, name)) continue;
      Conflict conflict;
      conflict.id = "PM08";
      conflict.file = path;
      conflict.name = name;
      conflict.root = folder_of(folder);
      conflict.severity = Severity::kWarning;
      conflict.confidence = 0.7;
      const auto& first = import.attributes.front();
      conflict.message = fmt::format(
          "The folder {}/ stands in for {} where that is not installed: import {} succeeds, the "
          "guard at {}:{} is passed, and {}.{} fails at line {}. Rename the folder, or test for "
          "{}.{}.",
          folder, name, name, path, import.line, name, first.name, first.line, name, first.name);
      conflict.related.push_back({path, first.line, fmt::format("needs {}.{}", name, first.name)});
      if (auto by = ignored.find(folder); by != ignored.end())
        conflict.related.push_back(by->second);
      conflict.data = {{"hides", name}, {"proof", std::string("direct-break")}};
      conflicts.try_emplace(folder, std::move(conflict));
    }
  }
  std::vector<Conflict> found;
  for (auto& [folder, conflict] : conflicts) found.push_back(std::move(conflict));
  return found;
}

// ---- PM09 ---------------------------------------------------------------------------------------

namespace {

// What one distribution of the repository is made from.
struct Member {
  const FileRecord* record = nullptr;
  std::string base;
  std::vector<std::string> roots;  // folders its packages are installed from
};

std::vector<Member> members_of(const PythonProject& project) {
  std::vector<Member> members;
  std::set<std::string> known;
  for (const FileRecord& record : project.records) {
    if (!record.facts.manifest || record.facts.manifest->package.empty()) continue;
    const std::string& format = record.facts.manifest->format;
    bool python = format == "pyproject" || format == "setup-py" || format == "setup-cfg";
    std::string base(folder_of(record.entry.path));
    if (!python || zone_of(record.entry.path) != Zone::kProduct || !known.insert(base).second)
      continue;
    auto src = join_path(base, "src");
    bool src_layout = project.index.has_folder(src) && !project.index.is_package(src);
    members.push_back({&record, base, {src_layout ? src : base}});
  }
  return members;
}

Conflict twin_conflict(const std::string& name, const std::string& file, const std::string& other,
                       std::string message) {
  Conflict conflict;
  conflict.id = "PM09";
  conflict.file = file;
  conflict.name = name;
  conflict.root = folder_of(folder_of(file));
  conflict.severity = Severity::kWarning;
  conflict.confidence = 0.7;
  conflict.message = std::move(message);
  conflict.related.push_back({other, 1, "the other one"});
  conflict.data = {{"hides", other}, {"proof", std::string("same-name")}};
  return conflict;
}

}  // namespace

namespace {

// `build/lib/P`: what a build copied, and somebody committed. Nothing loads it until something is
// run there, or a tool searches the whole tree for packages and tests.
void add_built_copies(const PythonProject& project, const Member& member,
                      std::vector<Conflict>& conflicts) {
  auto built = join_path(member.base, "build/lib");
  if (!project.index.has_folder(built)) return;
  for (const auto& root : member.roots)
    for (const auto& [name, forms] : project.index.names(root)) {
      const ModuleForms* copy = project.index.find(built, name);
      if (forms.package.empty() || copy == nullptr || copy->package.empty()) continue;
      auto message = fmt::format(
          "{} is a copy of {} that a build left behind: what runs in {}, and tools that search the "
          "whole tree, get the old one. Remove {} from the repository.",
          folder_of(copy->package), folder_of(forms.package), built,
          join_path(member.base, "build"));
      conflicts.push_back(twin_conflict(name, copy->package, forms.package, std::move(message)));
    }
}

}  // namespace

namespace {

// A workspace puts all of its members into one environment: docs.astral.sh/uv/concepts/projects/
// workspaces/. Services that only share a repository never meet.
bool installs_together(const PythonProject& project) {
  return std::any_of(project.records.begin(), project.records.end(), [](const FileRecord& record) {
    if (!record.facts.manifest) return false;
    const auto& settings = record.facts.manifest->settings;
    return std::any_of(settings.begin(), settings.end(),
                       [](const Setting& setting) { return setting.key == "workspace.member"; });
  });
}

bool needs_each_other(const Member& one, const Member& other) {
  auto needs = [](const Member& member, const std::string& name) {
    const auto& declared = member.record->facts.manifest->dependencies;
    return std::any_of(declared.begin(), declared.end(), [&](const auto& dependency) {
      return normalized_distribution(dependency.name) == normalized_distribution(name);
    });
  };
  return needs(one, other.record->facts.manifest->package) ||
         needs(other, one.record->facts.manifest->package);
}

}  // namespace

// Two distributions of one repository that bring the same package, and a package that lies both
// below src/ and beside it.
std::vector<Conflict> twin_packages(const PythonProject& project) {
  std::vector<Conflict> conflicts;
  const bool together = installs_together(project);
  std::map<std::string, std::pair<std::string, const Member*>> first;  // by package name
  auto members = members_of(project);
  for (const Member& member : members) add_built_copies(project, member, conflicts);
  for (const Member& member : members)
    for (const auto& root : member.roots)
      for (const auto& [name, forms] : project.index.names(root)) {
        if (forms.package.empty() || start_names().general.contains(name) ||
            is_left_out(forms.package) || extends_path(project, forms.package))
          continue;
        const ModuleForms* beside =
            root == member.base ? nullptr : project.index.find(member.base, name);
        if (beside != nullptr && !beside->package.empty() &&
            !extends_path(project, beside->package))
          conflicts.push_back(twin_conflict(
              name, beside->package, forms.package,
              fmt::format("{} and {} are one package in two folders: what runs in {} gets the "
                          "first, what is installed the second. Keep one of them.",
                          beside->package, forms.package, folder_text(member.base))));
        auto [at, fresh] = first.try_emplace(name, forms.package, &member);
        if (fresh || at->second.second == &member) continue;
        Conflict twins = twin_conflict(
            name, forms.package, at->second.first,
            fmt::format("{} and {} both install the package {}: where both are installed, one "
                        "overwrites or hides the other. Rename one, or make it a namespace "
                        "package.",
                        display(at->second.second->record->entry.path),
                        display(member.record->entry.path), name));
        if (!together && !needs_each_other(*at->second.second, member)) {
          twins.severity = Severity::kNote;
          twins.confidence = 0.4;
        }
        conflicts.push_back(std::move(twins));
      }
  return conflicts;
}

}  // namespace stackfit
