// Files whose names alone are a fault, wherever they are imported: two paths that some file systems
// take for one (PM20), and compiled code under the name of something else (PM22).
#include <fmt/format.h>

#include <map>
#include <set>

#include "core/text.h"
#include "project/python/conflict_finding.h"
#include "project/python/import_uses.h"
#include "project/python/path_folding.h"

namespace stackfit {
namespace {

Conflict twin_paths(const std::vector<std::string>& paths, bool folders) {
  std::string one(folders ? folder_of(paths[0]) : paths[0]);
  std::string other(folders ? folder_of(paths[1]) : paths[1]);
  bool case_only = lower(one) == lower(other);
  Conflict conflict;
  conflict.id = "PM20";
  conflict.file = paths[0];
  conflict.name = base_name(paths[0]);
  conflict.root = folder_of(paths[0]);
  conflict.severity = Severity::kError;
  conflict.message = fmt::format("{} and {} differ only in {}: a checkout on {} {}. Rename one.",
                                 one, other, case_only ? "case" : "how their letters are written",
                                 case_only ? "macOS or Windows" : "macOS",
                                 folders ? "makes one folder of them" : "keeps one of them");
  for (std::size_t i = 1; i < paths.size(); ++i)
    conflict.related.push_back({paths[i], 1, "the twin"});
  conflict.data = {{"hides", paths[1]}, {"proof", std::string("same-name")}};
  return conflict;
}

}  // namespace

// PM20. Two paths that only differ in case, or in whether `é` is one character or two: a checkout
// on macOS or Windows keeps one of them.
std::vector<Conflict> case_twins(const PythonProject& project) {
  std::map<std::string, std::vector<std::string>> files, folders;
  std::set<std::string> seen;
  for (const FileRecord& record : project.records) {
    const std::string& path = record.entry.path;
    if (!path.ends_with(".py") || is_left_out(path)) continue;
    files[folded_path(path)].push_back(path);
    if (seen.emplace(folder_of(path)).second) folders[folded_path(folder_of(path))].push_back(path);
  }
  std::vector<Conflict> conflicts;
  std::set<std::string> covered;  // folders whose files clash say it themselves
  for (const auto& [folded, paths] : files) {
    if (paths.size() < 2) continue;
    conflicts.push_back(twin_paths(paths, false));
    covered.emplace(folder_of(folded));
  }
  for (const auto& [folded, paths] : folders)
    if (paths.size() > 1 && !files.contains(folded) && !covered.contains(folded))
      conflicts.push_back(twin_paths(paths, true));
  return conflicts;
}

// PM22. Bytecode beside the sources, where its source is gone, still shadows what it is named like.
std::vector<Conflict> stray_binaries(const PythonProject& project) {
  std::vector<Conflict> conflicts;
  for (const auto& [folder, names] : project.index.folders())
    for (const auto& [name, forms] : names) {
      auto winner = winner_of(forms);
      bool stray = !winner.empty() && (winner == forms.bytecode || winner == forms.extension);
      if (!stray || is_left_out(winner) || project.index.is_package(folder)) continue;
      const StdlibModule* module = stdlib_module(name, project.range);
      bool stdlib = module != nullptr && can_be_shadowed(*module);
      if (!stdlib && !project.dependencies.contains(name)) continue;
      Conflict conflict;
      conflict.id = "PM22";
      conflict.file = winner;
      conflict.name = name;
      conflict.root = folder;
      conflict.severity = Severity::kWarning;
      conflict.confidence = 0.8;
      conflict.message = fmt::format(
          "{} is compiled code under the name of {} and is imported in its place by whatever runs "
          "in {}. Delete it, or rename it.",
          winner, stdlib ? "the standard library's " + name : "the dependency " + name,
          folder.empty() ? "the root" : folder);
      conflict.data = {{"hides", name}, {"proof", std::string("same-name")}};
      conflicts.push_back(std::move(conflict));
    }
  return conflicts;
}

}  // namespace stackfit
