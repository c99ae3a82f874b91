// The rule `unmaintained-dependency`. The finding stands where a person can act: at the direct
// dependency's line of the manifest.
#include "project/npm/maintenance.h"

#include <algorithm>
#include <map>

#include "project/npm/dead_findings.h"
#include "project/npm/issues.h"
#include "project/npm/notices.h"
#include "project/npm/staleness.h"
#include "rules/overrides.h"

namespace stackfit {

npm::JudgeContext npm::judge_context(const RuleSet& rules, const Options& options) {
  JudgeContext context;
  const Rule* rule = find_rule(rules, "unmaintained-dependency");
  if (rule == nullptr) return context;
  const RuleSettings settings = settings_at(rules, *rule, "");
  auto number = [&](const char* name) { return settings.number(name, 0); };
  context.confidence = {number("flag"), number("exact"),        number("range"),
                        number("once"), number("without_lock"), number("aged")};
  context.as_of = options.as_of;
  context.is_package = [](std::string_view word) {
    return fact_book().facts.count(word) > 0 || fact_book().finished.count(word) > 0;
  };
  return context;
}

namespace {

using namespace npm;

// Old packages that no longer fit, where a registry was asked.
void add_stale(const Workspace& workspace, const JudgedLock* lock, const JudgeContext& context,
               const RuleSettings& settings, std::vector<Issue>& issues, NpmReport& report) {
  if (context.answers == nullptr || lock == nullptr) return;
  StaleLimits limits{settings.number("stale_score", 0), settings.number("stale_years", 0)};
  for (Issue& issue : find_stale(workspace, *lock, *context.answers, limits, context.as_of)) {
    NpmDependency row;
    row.name = issue.name;
    row.version = issue.version;
    row.status = row.kind = "stale";
    row.direct = true;
    row.scope = npm::name_of(issue.direct->declared->scope);
    row.action = issue.advice.action;
    row.workspace = workspace.folder;
    row.evidence = {{workspace.lock_path, issue.package->line, issue.verdict.reason}};
    report.dependencies.push_back(std::move(row));
    issues.push_back(std::move(issue));
  }
}

void report_answers(const RegistryAnswers& answers, RegistryReport& report) {
  report.registry = answers.registry;
  report.asked = answers.packages.size();
  for (const auto& [name, answer] : answers.packages) report.answered += answer.found ? 1 : 0;
  report.asked_on = answers.asked_on;
  report.dates_trusted = answers.dates.trusted;
  report.notes = answers.notes;
}

// Yarn, bun and version 1 of npm's lockfile have no room for flags.
bool records_flags(const ManifestFacts& lock) {
  bool npm = lock.format == "package-lock" && (lock.version == "2" || lock.version == "3");
  return npm || lock.format == "pnpm-lock";
}

std::string flags_recorded(const std::map<const ManifestFacts*, JudgedLock>& locks) {
  if (locks.empty()) return "no lockfile";
  bool any = false, could = false;
  for (const auto& [facts, judged] : locks) {
    any = any || facts->has_deprecation_flags;
    could = could || records_flags(*facts);
  }
  return any ? "yes" : could ? "none" : "format cannot";
}

}  // namespace

void survey_npm(const std::vector<FileRecord>& records, const RuleSet& rules,
                const Options& options, SuppressionBook& suppressions, npm::AllowBook& allows,
                const RegistryAnswers* answers, ProjectFacts& project) {
  const Rule* rule = find_rule(rules, "unmaintained-dependency");
  if (rule == nullptr) return;
  JudgeContext context = judge_context(rules, options);
  context.answers = answers;
  if (answers != nullptr) report_answers(*answers, project.npm.online);
  Workspaces workspaces = find_workspaces(records);
  const InstalledReadmes readmes = installed_readmes(records);
  std::map<const ManifestFacts*, JudgedLock> locks;
  RuleUnits units;
  units.rule = rule->id;
  units.applicable = !workspaces.all.empty();
  units.inconclusive = workspaces.all.empty() && !workspaces.unreadable.empty();
  for (const Workspace& workspace : workspaces.all) {
    const JudgedLock* lock = nullptr;
    if (workspace.lock != nullptr) {
      auto [at, fresh] = locks.try_emplace(workspace.lock);
      if (fresh) {
        at->second = judge_lock(*workspace.lock, context);
        count_packages(at->second, project.npm);
      }
      lock = &at->second;
      auto rows = list_dead(workspace, *lock);
      project.npm.dependencies.insert(project.npm.dependencies.end(), rows.begin(), rows.end());
    }
    auto issues = find_issues(workspace, lock, context);
    add_unlocked_rows(issues, workspace, project.npm.dependencies);
    const auto settings = settings_at(rules, *rule, workspace.path);
    add_stale(workspace, lock, context, settings, issues, project.npm);
    for (Issue& issue : find_noticed(workspace, lock, readmes)) issues.push_back(std::move(issue));
    if (!settings.enabled) continue;
    report_issues(std::move(issues), workspace, {*rule, settings, suppressions, allows}, units,
                  project.findings);
  }
  project.npm.facts_date = fact_book().date;
  project.npm.flags_recorded = flags_recorded(locks);
  project.units.push_back(units);
  auto& skipped = project.files.skipped;
  skipped.insert(skipped.end(), workspaces.left_out.begin(), workspaces.left_out.end());
}

}  // namespace stackfit
