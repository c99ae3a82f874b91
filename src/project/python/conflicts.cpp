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

using ShadowGroups = std::map<std::pair<std::string, std::string>, std::vector<Shadow>>;

void append(std::vector<Conflict>& all, std::vector<Conflict> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// What the launches meet, one after the other.
std::vector<Conflict> launch_conflicts(const PythonProject& project) {
  ShadowGroups groups;
  std::vector<Unreached> unreached;
  std::vector<Doubled> doubled;
  for (const Launch& launch : project.launches) {
    auto found = walk_launch(project, launch);
    for (Shadow& shadow : found.shadows)
      groups[{shadow.root.folder, shadow.name}].push_back(std::move(shadow));
    unreached.insert(unreached.end(), found.unreached.begin(), found.unreached.end());
    doubled.insert(doubled.end(), found.doubled.begin(), found.doubled.end());
  }
  std::vector<Conflict> conflicts;
  for (const auto& [key, shadows] : groups)
    if (auto conflict = shadow_conflict(project, shadows))
      conflicts.push_back(std::move(*conflict));
  append(conflicts, unreached_modules(unreached));
  append(conflicts, doubled_modules(project, doubled));
  return conflicts;
}

// Every class that needs no launch.
constexpr std::vector<Conflict> (*kStaticClasses[])(const PythonProject&) = {
    hidden_siblings, losing_folders, posing_folders, twin_packages,
    shipped_names,   twin_tests,     bare_siblings,  unimportable_names,
    case_twins,      twin_labels,    stray_binaries, future_names,
};

std::vector<Conflict> find_conflicts(const PythonProject& project) {
  auto conflicts = launch_conflicts(project);
  for (auto find : kStaticClasses) append(conflicts, find(project));
  return conflicts;
}

// A suppressed conflict's name is neither flagged nor clean, and neither is one in a place where
// the rule is off.
bool holds_python(const std::vector<FileRecord>& records) {
  return std::any_of(records.begin(), records.end(), [](const FileRecord& record) {
    return record.facts.source && record.facts.source->language == "python";
  });
}

RuleUnits count_units(const PythonProject& project, const std::vector<Conflict>& conflicts,
                      const std::vector<Finding>& findings, const RuleSet& rules,
                      const Rule& rule) {
  constexpr double kSure = 0.8;
  std::set<std::string> folders(project.sources.begin(), project.sources.end());
  for (const Launch& launch : project.launches)
    if (launch.grade >= LaunchGrade::kLikely)
      for (const auto& entry : launch.front) folders.insert(entry.folder);
  RuleUnits units;
  units.rule = kRule;
  for (const auto& folder : folders)
    for (const auto& [name, forms] : project.index.names(folder))
      units.clean += is_regular(forms) && settings_at(rules, rule, winner_of(forms)).enabled;
  for (std::size_t i = 0; i < conflicts.size(); ++i) {
    if (conflicts[i].severity == Severity::kNote) continue;
    units.clean = std::max(0.0, units.clean - 1);
    if (findings[i].status == FindingStatus::kSuppressed) continue;
    units.flagged += conflicts[i].confidence;
    if (conflicts[i].confidence >= kSure) units.flagged_sure += 1;
  }
  units.applicable = holds_python(project.records);
  return units;
}

}  // namespace

void survey_python_conflicts(const std::vector<FileRecord>& records,
                             const std::vector<Skipped>& skipped, const RuleSet& rules,
                             SuppressionBook& suppressions, ProjectFacts& project) {
  const Rule* rule = find_rule(rules, kRule);
  if (rule == nullptr) return;
  static const std::vector<FileRecord> kNone;  // of a project without Python nothing is asked
  PythonProject python = python_project(holds_python(records) ? records : kNone, skipped);
  auto conflicts = find_conflicts(python);
  std::erase_if(conflicts, [&](const Conflict& conflict) {
    return !settings_at(rules, *rule, conflict.file).enabled;
  });
  std::vector<Finding> findings;
  for (const Conflict& conflict : conflicts)
    suppressions.apply(findings.emplace_back(finding_of(conflict)));
  project.units.push_back(count_units(python, conflicts, findings, rules, *rule));
  project.findings.insert(project.findings.end(), std::make_move_iterator(findings.begin()),
                          std::make_move_iterator(findings.end()));
}

}  // namespace stackfit
