// Conflicts that only show while a program runs: a local module that an import means and never gets
// (PM10), and a file that is loaded under two names (PM14).
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "project/python/conflict_finding.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostRelated = 10;

std::string why_unreached(const Unreached& missed) {
  const StdlibModule* module = stdlib_module(missed.name, {});
  if (module != nullptr && !can_be_shadowed(*module))
    return module->load == ModuleLoad::kBuiltin ? "which is built into the interpreter"
                                                : "which is loaded before any script";
  if (missed.behind)
    return fmt::format("which stands before {} on sys.path",
                       missed.folder.empty() ? "the root" : missed.folder);
  switch (missed.launch->kind) {
    case LaunchKind::kPytest:
      return "which pytest has loaded before the tests";
    case LaunchKind::kNotebook:
      return "which the notebook's kernel has loaded already";
    default:
      return missed.launch->tool.empty()
                 ? "which is loaded already"
                 : fmt::format("which {} has loaded already", missed.launch->tool);
  }
}

Conflict unreached_conflict(const std::vector<const Unreached*>& all) {
  const Unreached& first = *all.front();
  bool sure = first.launch->grade >= LaunchGrade::kProbable;
  Conflict conflict;
  conflict.id = "PM10";
  conflict.file = first.file;
  conflict.name = first.name;
  conflict.root = first.folder;
  conflict.severity = sure ? Severity::kWarning : Severity::kNote;
  conflict.confidence = sure ? 0.85 : 0.5;
  conflict.message = fmt::format(
      "{} is out of reach when {}: {}:{} needs {} of it, and gets the standard library's {}, {}. "
      "Rename it, for example to local_{}.",
      first.file, launch_text(*first.launch), first.importer, first.line, first.missing, first.name,
      why_unreached(first), first.name);
  for (const Unreached* missed : all) {
    Related place{missed->importer, missed->line, "needs " + missed->missing};
    bool known = std::any_of(conflict.related.begin(), conflict.related.end(), [&](const auto& r) {
      return r.path == place.path && r.line == place.line;
    });
    if (!known && conflict.related.size() < kMostRelated) conflict.related.push_back(place);
  }
  conflict.data = {{"hides", first.file}, {"proof", std::string("direct-break")}};
  return conflict;
}

// Which of the names taken out of a module are classes or can change.
std::vector<std::string> shared_state(const PythonProject& project, const Doubled& doubled) {
  std::vector<std::string> shared;
  const FileRecord* record = project.index.source(doubled.file);
  if (record == nullptr) return shared;
  const auto& state = record->facts.source->python.state;
  bool started = doubled.first.module == "__main__";
  auto add = [&](const std::string& name) {
    if (std::binary_search(state.begin(), state.end(), name) || (name == "*" && !state.empty()))
      shared.push_back(name == "*" ? state.front() : name);
  };
  for (const auto& name : doubled.second.takes) add(name);
  if (!started && shared.empty())
    for (const auto& name : doubled.first.takes) add(name);
  return shared;
}

bool is_prose(std::string_view path) {
  return path.ends_with(".md") || path.ends_with(".rst") || path.ends_with(".txt");
}

std::string name_text(const Doubled::Name& name) {
  if (name.importer.empty()) return name.module;
  return fmt::format("{} ({}:{})", name.module, name.importer, name.line);
}

Conflict doubled_conflict(const PythonProject& project, const Doubled& doubled) {
  auto shared = shared_state(project, doubled);
  bool started = doubled.first.module == "__main__";
  Conflict conflict;
  conflict.id = "PM14";
  conflict.file = doubled.file;
  conflict.name = doubled.second.module;
  conflict.root = folder_of(doubled.file);
  // A module of a package that can also be run, as a README shows, is mostly its own demonstration.
  bool demonstration = started && doubled.launch->kind == LaunchKind::kModule &&
                       doubled.second.module.find('.') != std::string::npos &&
                       is_prose(doubled.launch->evidence.path);
  conflict.severity = demonstration ? Severity::kNote : Severity::kWarning;
  conflict.confidence = demonstration ? 0.5 : 0.8;
  conflict.message =
      fmt::format("{} runs twice when {}: as {} and as {}. Each copy has its own {}. {}",
                  doubled.file, launch_text(*doubled.launch), name_text(doubled.first),
                  name_text(doubled.second), shared.front(),
                  started ? "Move what others import into a module of its own."
                          : fmt::format("Import it as {} everywhere.",
                                        doubled.first.module.size() > doubled.second.module.size()
                                            ? doubled.first.module
                                            : doubled.second.module));
  for (const auto* name : {&doubled.second, &doubled.first})
    if (!name->importer.empty())
      conflict.related.push_back({name->importer, name->line, "imports it as " + name->module});
  conflict.data = {{"hides", doubled.first.module}, {"proof", std::string("two-names")}};
  return conflict;
}

std::string_view top_of(std::string_view dotted) {
  return dotted.substr(0, dotted.find('.'));
}

}  // namespace

std::vector<Conflict> unreached_modules(const std::vector<Unreached>& unreached) {
  std::map<std::pair<std::string, std::string>, std::vector<const Unreached*>> groups;
  for (const Unreached& missed : unreached) groups[{missed.folder, missed.name}].push_back(&missed);
  std::vector<Conflict> conflicts;
  for (auto& [key, all] : groups) {
    std::stable_sort(all.begin(), all.end(), [](const Unreached* a, const Unreached* b) {
      return a->launch->grade > b->launch->grade;
    });
    if (all.front()->launch->grade > LaunchGrade::kNote)
      conflicts.push_back(unreached_conflict(all));
  }
  return conflicts;
}

// A whole tree that is reachable from two roots is one conflict, not one per file.
std::vector<Conflict> doubled_modules(const PythonProject& project,
                                      const std::vector<Doubled>& doubled) {
  std::map<std::pair<std::string, std::string>, const Doubled*> best;
  for (const Doubled& one : doubled) {
    if (one.second.importer == one.file) continue;  // a script that means to have two
    if (one.launch->grade < LaunchGrade::kProbable || shared_state(project, one).empty()) continue;
    bool started = one.first.module == "__main__";
    auto key = started ? std::pair(one.file, std::string())
                       : std::pair(std::string(top_of(one.first.module)),
                                   std::string(top_of(one.second.module)));
    auto [at, fresh] = best.try_emplace(key, &one);
    if (!fresh && one.launch->grade > at->second->launch->grade) at->second = &one;
  }
  std::vector<Conflict> conflicts;
  for (const auto& [key, one] : best) conflicts.push_back(doubled_conflict(project, *one));
  return conflicts;
}

}  // namespace stackfit
