// PM23. A name that is free today and belongs to the standard library from a later version on.
#include <fmt/format.h>

#include <set>

#include "core/text.h"
#include "project/python/conflict_finding.h"
#include "project/python/import_uses.h"

namespace stackfit {

std::vector<Conflict> future_names(const PythonProject& project) {
  std::vector<Conflict> conflicts;
  if (!project.range_known) return conflicts;
  auto uses = absolute_uses(project);
  std::set<std::string> folders;
  for (const Launch& launch : project.launches)
    if (launch.grade >= LaunchGrade::kLikely)
      for (const auto& entry : launch.front) folders.insert(entry.folder);
  for (const auto& folder : folders)
    for (const auto& [name, forms] : project.index.names(folder)) {
      auto module = python_knowledge().modules.find(name);
      bool later = module != python_knowledge().modules.end() && is_regular(forms) &&
                   module->second.added > project.range.high && module->second.added < kNever;
      if (!later || is_left_out(winner_of(forms))) continue;
      const ImportUse* user = nullptr;
      if (auto found = uses.find(name); found != uses.end())
        for (const ImportUse& use : found->second)
          if (user == nullptr && is_below(use.record->entry.path, folder)) user = &use;
      if (user == nullptr) continue;
      Conflict conflict;
      conflict.id = "PM23";
      conflict.file = winner_of(forms);
      conflict.name = name;
      conflict.root = folder;
      conflict.severity = Severity::kNote;
      conflict.confidence = 0.8;
      conflict.message = fmt::format(
          "{} is called like a module that Python 3.{} adds to the standard library; the project "
          "goes up to 3.{} and imports it at {}:{}. Rename it before that, for example to "
          "local_{}.",
          conflict.file, module->second.added, project.range.high, user->record->entry.path,
          user->import->line, name);
      conflict.related.push_back({user->record->entry.path, user->import->line, "imports it"});
      conflict.data = {{"hides", "the standard library's " + name},
                       {"proof", std::string("same-name")}};
      conflicts.push_back(std::move(conflict));
    }
  return conflicts;
}

}  // namespace stackfit
