// Node finds a package by the nearest node_modules that has it and a file by the first extension
// that fits; both hide what else goes by the name. Each class is one function.
//
//   NM01  two packages of a workspace have one name: installing fails, or links one of them
//   NM02  a package of the workspace, or an alias, is named like a module of Node or a dependency
//   NM03  `x.js` beside `x/index.js`, and both are imported
//   NM04  an import differs in case from the file: it fails where names are case-sensitive
//   NM05  a package is imported that another folder's package.json asks for (hoisting)
#include "project/javascript/name_conflicts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "facts/javascript/imports.h"
#include "project/javascript/node_project.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

constexpr std::string_view kRule = "module-name-conflict";

// The stem of `a/x.js` and of `a/x/index.js` is `a/x`.
std::string stem_of(std::string_view path) {
  auto extension = extension_of(path);
  auto stem = path.substr(0, path.size() - extension.size() - (extension.empty() ? 0 : 1));
  return std::string(base_name(stem) == "index" ? folder_of(stem) : stem);
}

std::vector<Finding> files_beside_folders(const NodeProject& project) {
  std::map<std::string, std::map<std::string, const UsedImport*>> by_stem;
  for (const auto& use : project.imports)
    if (use.target.kind == ResolvedModule::Kind::kFile && use.import->module.starts_with("."))
      by_stem[stem_of(use.target.path)].emplace(use.target.path, &use);
  std::vector<Finding> findings;
  for (const auto& [stem, files] : by_stem) {
    const std::string *file = nullptr, *index = nullptr;
    for (const auto& [path, use] : files)
      (base_name(path).starts_with("index.") && folder_of(path) == stem ? index : file) = &path;
    if (file == nullptr || index == nullptr || stem.empty()) continue;
    Finding finding = node_conflict(
        "NM03", *index, 1, base_name(stem), Severity::kNote,
        fmt::format("\"{0}\" means {1} to Node, never {2}, and both are imported: a reader, or a "
                    "tool that prefers folders, takes one for the other. Rename one.",
                    display(base_name(stem)), display(*file), display(*index)));
    for (const auto& [path, use] : files) relate(finding, *use);
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<Finding> wrong_case(const NodeProject& project) {
  std::multimap<std::string, std::string> folded;
  for (const auto& record : project.records)
    if (record.facts.source) folded.emplace(lower(stem_of(record.entry.path)), record.entry.path);
  std::vector<Finding> findings;
  for (const auto& use : project.imports) {
    if (use.target.kind != ResolvedModule::Kind::kMissing || !use.import->module.starts_with("."))
      continue;
    auto meant = normal_path(join_path(folder_of(use.file->entry.path), use.import->module));
    auto found = folded.find(lower(meant));
    if (found == folded.end()) found = folded.find(lower(stem_of(meant)));
    if (found == folded.end()) continue;
    Finding finding = node_conflict(
        "NM04", use.file->entry.path, use.import->line, use.import->module, Severity::kError,
        fmt::format("\"{}\" is spelled {}: the import works on macOS and Windows and fails on "
                    "Linux. Spell it as the file.",
                    display(use.import->module), display(found->second)));
    finding.related.push_back({found->second, 1, "the file that is meant"});
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<Finding> case_twins(const NodeProject& project) {
  std::map<std::string, std::vector<std::string>> by_folded;
  for (const auto& record : project.records)
    if (is_own_script(record)) by_folded[lower(record.entry.path)].push_back(record.entry.path);
  std::vector<Finding> findings;
  for (const auto& [folded, paths] : by_folded) {
    if (paths.size() < 2) continue;
    Finding finding =
        node_conflict("NM04", paths.front(), 1, base_name(folded), Severity::kError,
                      fmt::format("{} and {} differ only in case: a checkout on macOS or "
                                  "Windows keeps one of them. Rename one.",
                                  display(paths[0]), display(paths[1])));
    for (std::size_t i = 1; i < paths.size(); ++i)
      finding.related.push_back({paths[i], 1, "the twin"});
    findings.push_back(std::move(finding));
  }
  return findings;
}

constexpr std::vector<Finding> (*kClasses[])(const NodeProject&) = {
    twin_workspaces,
    packages_like_builtins,
    packages_like_dependencies,
    aliases_like_builtins,
    files_beside_folders,
    wrong_case,
    case_twins,
    hoisted,
};

// Names that could conflict: packages of the workspace, and what packages they import.
double names_looked_at(const NodeProject& project) {
  std::set<std::string> names;
  for (const auto& use : project.imports)
    if (use.target.kind == ResolvedModule::Kind::kPackage) names.insert(use.target.package);
  return static_cast<double>(names.size() + project.workspaces.all.size());
}

}  // namespace

void survey_node_conflicts(const std::vector<FileRecord>& records, const ModuleResolver& resolver,
                           const RuleSet& rules, SuppressionBook& suppressions,
                           ProjectFacts& project) {
  const Rule* rule = find_rule(rules, kRule);
  if (rule == nullptr) return;
  auto node = node_project(records, resolver);
  RuleUnits units;
  units.rule = kRule;
  double conflicts = 0;  // suppressed ones are neither flagged nor clean
  for (auto find : kClasses)
    for (Finding& finding : find(node)) {
      if (!settings_at(rules, *rule, finding.path).enabled) continue;
      bool counts = finding.severity != Severity::kNote;
      conflicts += counts;
      if (!suppressions.apply(finding) && counts) units.flagged += 1, units.flagged_sure += 1;
      project.findings.push_back(std::move(finding));
    }
  units.clean = std::max(0.0, names_looked_at(node) - conflicts);
  auto known = std::find_if(project.units.begin(), project.units.end(),
                            [](const RuleUnits& row) { return row.rule == kRule; });
  units.applicable = units.flagged + units.clean > 0;
  if (known == project.units.end()) {
    project.units.push_back(units);
    return;
  }
  known->flagged += units.flagged;
  known->flagged_sure += units.flagged_sure;
  known->flagged_full += units.flagged_full;
  known->clean += units.clean;
  known->applicable = known->applicable || units.applicable;
}

}  // namespace stackfit
