// The rule `module-name-conflict`. One finding per root and name, at line 1 of the file that
// shadows; its units are the importable names of all folders that some launch puts in front.
#include "project/python/conflicts.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "project/python/conflict_finding.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

constexpr std::string_view kRule = "module-name-conflict";

// Folders that code adds to sys.path; they may matter to every launch that reaches the code.
bool edits_lead_to_conflicts(const PythonProject& project) {
  for (const FileRecord& record : project.records) {
    if (!record.facts.source) continue;
    for (const auto& edit : record.facts.source->python.search_path) {
      auto base = edit.from_file ? folder_of(record.entry.path) : std::string_view();
      auto folder = normal_path(join_path(base, edit.folder));
      if (project.index.has_folder(folder) && !conflicting_names(project, folder).empty())
        return true;
    }
  }
  return false;
}

using ShadowGroups = std::map<std::pair<std::string, std::string>, std::vector<Shadow>>;

// Most launches have nothing in front that could shadow anything: they are not walked at all.
ShadowGroups all_shadows(const PythonProject& project) {
  ShadowGroups groups;
  bool edits_matter = edits_lead_to_conflicts(project);
  std::map<std::string, bool> has_conflicts;
  auto matters = [&](const PathEntry& entry) {
    auto [at, fresh] = has_conflicts.try_emplace(entry.folder);
    if (fresh) at->second = !conflicting_names(project, entry.folder).empty();
    return at->second;
  };
  for (const Launch& launch : project.launches) {
    if (!edits_matter && std::none_of(launch.front.begin(), launch.front.end(), matters)) continue;
    for (Shadow& shadow : find_shadows(project, launch))
      groups[{shadow.root.folder, shadow.name}].push_back(std::move(shadow));
  }
  return groups;
}

void append(std::vector<Conflict>& all, std::vector<Conflict> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<Conflict> find_conflicts(const PythonProject& project) {
  std::vector<Conflict> conflicts;
  for (const auto& [key, shadows] : all_shadows(project))
    if (auto conflict = shadow_conflict(project, shadows))
      conflicts.push_back(std::move(*conflict));
  append(conflicts, hidden_siblings(project));
  append(conflicts, losing_folders(project));
  append(conflicts, case_twins(project));
  append(conflicts, stray_binaries(project));
  return conflicts;
}

// A suppressed conflict's name is neither flagged nor clean.
RuleUnits count_units(const PythonProject& project, const std::vector<Conflict>& conflicts,
                      const std::vector<Finding>& findings) {
  constexpr double kSure = 0.8;
  std::set<std::string> folders(project.sources.begin(), project.sources.end());
  for (const Launch& launch : project.launches)
    if (launch.grade >= LaunchGrade::kLikely)
      for (const auto& entry : launch.front) folders.insert(entry.folder);
  RuleUnits units;
  units.rule = kRule;
  for (const auto& folder : folders)
    for (const auto& [name, forms] : project.index.names(folder)) units.clean += is_regular(forms);
  for (std::size_t i = 0; i < conflicts.size(); ++i) {
    if (conflicts[i].severity == Severity::kNote) continue;
    units.clean = std::max(0.0, units.clean - 1);
    if (findings[i].status == FindingStatus::kSuppressed) continue;
    units.flagged += conflicts[i].confidence;
    if (conflicts[i].confidence >= kSure) units.flagged_sure += 1;
  }
  units.applicable =
      std::any_of(project.records.begin(), project.records.end(), [](const FileRecord& record) {
        return record.facts.source && record.facts.source->language == "python";
      });
  return units;
}

}  // namespace

void survey_python_conflicts(const std::vector<FileRecord>& records, const RuleSet& rules,
                             SuppressionBook& suppressions, ProjectFacts& project) {
  const Rule* rule = find_rule(rules, kRule);
  if (rule == nullptr) return;
  PythonProject python = python_project(records);
  auto conflicts = find_conflicts(python);
  std::erase_if(conflicts, [&](const Conflict& conflict) {
    return !settings_at(rules, *rule, conflict.file).enabled;
  });
  std::vector<Finding> findings;
  for (const Conflict& conflict : conflicts)
    suppressions.apply(findings.emplace_back(finding_of(conflict)));
  project.units.push_back(count_units(python, conflicts, findings));
  project.findings.insert(project.findings.end(), std::make_move_iterator(findings.begin()),
                          std::make_move_iterator(findings.end()));
}

}  // namespace stackfit
