// The rule `unmaintained-dependency`. The finding stands where a person can act: at the direct
// dependency's line of the manifest.
//
// Health units are direct dependencies. One weighs 1 when the product runs it and less when only
// development does. Dead itself it counts whole, or in part where the finding is a mere note; for
// what it brings in it counts lightly, because its user can seldom change that.
#include "project/npm/maintenance.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "project/npm/finding_text.h"
#include "project/npm/issues.h"
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

// An issue and what is said of it.
struct Said {
  Issue issue;
  Finding finding;
  bool open() const { return finding.status != FindingStatus::kSuppressed; }
};

std::vector<Said> say(std::vector<Issue> issues, const Workspace& workspace, const Rule& rule,
                      SuppressionBook& suppressions, AllowBook& allows) {
  std::vector<Said> all;
  for (Issue& issue : issues) {
    Finding finding = make_finding(issue, workspace, rule);
    std::vector<std::string> via(issue.via.rbegin(), issue.via.rend());
    suppressions.apply(finding);
    allows.apply(finding, {issue.name, issue.direct->declared->name, issue.version, std::move(via),
                           issue.verdict.status == "deprecated"});
    all.push_back({std::move(issue), std::move(finding)});
  }
  return all;
}

// How strongly each direct dependency is flagged, 0–1: by its worst issue.
std::map<const Direct*, double> flagged_shares(const std::vector<Said>& said,
                                               const Workspace& workspace,
                                               const RuleSettings& settings) {
  std::map<const Direct*, double> shares;
  for (const Said& one : said) {
    if (!one.open()) continue;
    const Issue& issue = one.issue;
    double share = issue.transitive ? settings.number("transitive_weight", 0)
                   : severity_of(issue, workspace) == Severity::kNote
                       ? settings.number("note_weight", 0)
                       : 1;
    double& worst = shares[issue.direct];
    worst = std::max(worst, share * issue.verdict.confidence);
  }
  return shares;
}

void count_units(const std::vector<Said>& said, const Workspace& workspace,
                 const RuleSettings& settings, RuleUnits& units) {
  constexpr double kSure = 0.8;
  std::set<const Direct*> sure;
  for (const Said& one : said)
    if (one.open() && one.issue.verdict.confidence >= kSure) sure.insert(one.issue.direct);
  auto shares = flagged_shares(said, workspace, settings);
  for (const Direct& direct : workspace.directs) {
    bool runs = direct.declared->scope == DependencyScope::kRuntime ||
                direct.declared->scope == DependencyScope::kOptional;
    double weight = runs ? 1 : settings.number("dev_weight", 0);
    auto share = shares.find(&direct);
    double flagged = share == shares.end() ? 0 : share->second;
    units.flagged += weight * flagged;
    if (sure.count(&direct) > 0) units.flagged_sure += weight * flagged;
    units.clean += weight * (1 - flagged);
  }
}

// Direct issues are all shown; open transitive ones up to the rule's number, nearest first.
void add_findings(std::vector<Said> said, const Workspace& workspace, const Rule& rule,
                  const RuleSettings& settings, std::vector<Finding>& findings) {
  auto rank = [](const Said& one) {
    bool dev = one.issue.direct->declared->scope == DependencyScope::kDev;
    return one.issue.transitive ? std::tuple(true, dev, one.issue.via.size())
                                : std::tuple(false, false, std::size_t{0});
  };
  std::stable_sort(said.begin(), said.end(),
                   [&](const Said& a, const Said& b) { return rank(a) < rank(b); });
  auto room = static_cast<std::size_t>(settings.number("transitive_shown", 0));
  std::vector<Issue> rest;
  for (Said& one : said) {
    bool shown = !one.issue.transitive || !one.open();
    if (!shown && room == 0) {
      rest.push_back(std::move(one.issue));
      continue;
    }
    if (!shown) --room;
    findings.push_back(std::move(one.finding));
  }
  if (!rest.empty()) findings.push_back(make_rest_finding(rest, workspace, rule));
}

// Issues without a lockfile have no graph: each is its own row.
void add_unlocked_rows(const std::vector<Issue>& issues, const Workspace& workspace,
                       NpmReport& report) {
  for (const Issue& issue : issues) {
    if (issue.package != nullptr) continue;
    NpmDependency row;
    row.name = issue.name;
    row.version = issue.version;
    row.status = issue.verdict.status;
    row.kind = issue.verdict.kind;
    row.direct = true;
    row.scope = npm::name_of(issue.direct->declared->scope);
    row.action = issue.advice.action;
    row.replacement = issue.verdict.replacement;
    row.workspace = workspace.folder;
    row.evidence = evidence_for(issue.verdict, workspace.path, issue.direct->declared->line);
    report.dependencies.push_back(std::move(row));
  }
}

void count_packages(const JudgedLock& lock, NpmReport& report) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (std::size_t i = 0; i < lock.facts->packages.size(); ++i) {
    const LockedPackage& package = lock.facts->packages[i];
    if (package.importer || package.link) continue;
    if (!seen.emplace(package.name, package.version).second) continue;
    ++report.packages;
    if (!lock.verdicts[i].bad() && !lock.verdicts[i].finished) ++report.unknown;
  }
}

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
    add_unlocked_rows(issues, workspace, project.npm);
    const auto settings = settings_at(rules, *rule, workspace.path);
    add_stale(workspace, lock, context, settings, issues, project.npm);
    if (!settings.enabled) continue;
    auto said = say(std::move(issues), workspace, *rule, suppressions, allows);
    if (workspace.product) count_units(said, workspace, settings, units);
    add_findings(std::move(said), workspace, *rule, settings, project.findings);
  }
  project.npm.facts_date = fact_book().date;
  project.npm.flags_recorded = flags_recorded(locks);
  project.units.push_back(units);
  auto& skipped = project.files.skipped;
  skipped.insert(skipped.end(), workspaces.left_out.begin(), workspaces.left_out.end());
}

}  // namespace stackfit
