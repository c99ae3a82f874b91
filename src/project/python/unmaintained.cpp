// Nothing in a Python lockfile or manifest says that a project ended, so only what its own page or
// archive says counts (rules/data/pypi-facts.tsv). Ages are not looked at. The rest is npm's: the
// same graph, the same grouping by direct dependency, the same words.
#include "project/python/unmaintained.h"

#include <map>

#include "facts/python/requirement.h"
#include "project/npm/dead_findings.h"
#include "project/npm/maintenance.h"
#include "project/python/dependencies.h"
#include "project/python/ended.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

constexpr std::string_view kRule = "unmaintained-dependency";

using npm::Issue;
using npm::JudgeContext;
using npm::JudgedLock;
using npm::Judgement;
using npm::Workspace;

Judgement verdict_of(std::string_view name, std::string_view version, const JudgeContext& context) {
  Judgement verdict;
  const auto* fact = ended_distribution(name, version);
  if (fact == nullptr) return verdict;
  npm::use_fact(*fact, npm::Match::kRange, context, verdict);
  verdict.mild = fact->kind == "native";
  return verdict;
}

JudgedLock judge_distributions(const ManifestFacts& lock, const JudgeContext& context) {
  JudgedLock judged{&lock, {}, {}};
  for (const LockedPackage& package : lock.packages) {
    bool known = package.from_registry && !package.importer;
    judged.verdicts.push_back(known ? verdict_of(package.name, package.version, context)
                                    : Judgement{});
    judged.marked.push_back(judged.verdicts.back().bad());
  }
  return judged;
}

// A requirement that names a place is not the index's.
bool comes_from_index(std::string_view range) {
  return !range.starts_with('@') && range.find("://") == std::string_view::npos &&
         !range.starts_with("git") && !range.starts_with("file:");
}

// Only the range speaks; a single version is judged as such.
void add_unlocked(const npm::Direct& direct, const JudgeContext& context,
                  std::vector<Issue>& issues) {
  const Declared& declared = *direct.declared;
  if (!comes_from_index(declared.range)) return;
  auto pinned = pinned_version(declared.range);
  Issue issue;
  issue.direct = &direct;
  issue.name = normalized_distribution(declared.name);
  issue.shown = declared.name;
  issue.version = pinned.empty() ? declared.range : pinned;
  issue.verdict = verdict_of(issue.name, pinned, context);
  if (!issue.verdict.bad()) return;
  issue.advice =
      npm::advise({&issue.verdict, issue.name, declared.name, nullptr, nullptr, nullptr});
  issues.push_back(std::move(issue));
}

// A backport asked for on old versions of Python alone, or one that something else still brings in,
// is nobody's trouble.
bool is_idle_backport(const Issue& issue) {
  bool optional = issue.direct->declared->scope == DependencyScope::kOptional;
  return issue.verdict.mild && (optional || issue.transitive);
}

std::vector<Issue> issues_of(const Workspace& workspace, const JudgedLock* lock,
                             const JudgeContext& context) {
  std::vector<Issue> issues;
  if (lock != nullptr) issues = npm::find_locked_issues(workspace, *lock);
  for (Issue& issue : issues) {
    if (!issue.transitive) issue.shown = issue.direct->declared->name;
    if (workspace.manifest != nullptr) continue;
    issue.transitive = true;  // who asks for it is not recorded
    issue.advice = {"upgrade-parent", "upgrade or replace what asks for it"};
  }
  for (const npm::Direct& direct : workspace.directs)
    if (direct.package == 0) add_unlocked(direct, context, issues);
  std::erase_if(issues, is_idle_backport);
  return issues;
}

using JudgedLocks = std::map<const ManifestFacts*, JudgedLock>;

const JudgedLock* judged_lock(const Workspace& workspace, const JudgeContext& context,
                              JudgedLocks& locks, NpmReport& report) {
  if (workspace.lock == nullptr) return nullptr;
  auto [at, fresh] = locks.try_emplace(workspace.lock);
  if (fresh) {
    at->second = judge_distributions(*workspace.lock, context);
    npm::count_packages(at->second, report);
  }
  return &at->second;
}

void add_units(const RuleUnits& counted, ProjectFacts& project) {
  for (RuleUnits& units : project.units) {
    if (units.rule != counted.rule) continue;
    units.flagged += counted.flagged;
    units.flagged_sure += counted.flagged_sure;
    units.clean += counted.clean;
    units.applicable = units.applicable || counted.applicable;
  }
}

}  // namespace

void survey_dead_distributions(const std::vector<FileRecord>& records, const RuleSet& rules,
                               const Options& options, SuppressionBook& suppressions,
                               npm::AllowBook& allows, ProjectFacts& project) {
  const Rule* rule = find_rule(rules, kRule);
  if (rule == nullptr) return;
  const JudgeContext context = npm::judge_context(rules, options);
  const auto workspaces = find_python_workspaces(records);
  JudgedLocks locks;
  RuleUnits units;
  units.rule = rule->id;
  for (const Workspace& workspace : workspaces.all) {
    const auto settings = settings_at(rules, *rule, workspace.path);
    if (!settings.enabled) continue;
    const auto* lock = judged_lock(workspace, context, locks, project.npm);
    auto issues = issues_of(workspace, lock, context);
    if (lock != nullptr && workspace.manifest != nullptr) {
      auto rows = npm::list_dead(workspace, *lock);
      std::erase_if(rows, [](const auto& row) { return !row.direct && row.kind == "native"; });
      project.npm.pypi.insert(project.npm.pypi.end(), rows.begin(), rows.end());
    }
    npm::add_unlocked_rows(issues, workspace, project.npm.pypi);
    units.applicable = true;
    npm::report_issues(std::move(issues), workspace, {*rule, settings, suppressions, allows}, units,
                       project.findings);
  }
  if (!locks.empty() && project.npm.flags_recorded == "no lockfile")
    project.npm.flags_recorded = "format cannot";
  auto& skipped = project.files.skipped;
  skipped.insert(skipped.end(), workspaces.left_out.begin(), workspaces.left_out.end());
  add_units(units, project);
}

}  // namespace stackfit
