// Health units are direct dependencies. One weighs 1 when the product runs it and less when only
// development does. Dead itself it counts whole, or in part where the finding is a mere note; for
// what it brings in it counts lightly, because its user can seldom change that.
#include "project/npm/dead_findings.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "project/npm/finding_text.h"

namespace stackfit::npm {
namespace {

// An issue and what is said of it.
struct Said {
  Issue issue;
  Finding finding;
  bool open() const { return finding.status != FindingStatus::kSuppressed; }
};

std::vector<Said> say(std::vector<Issue> issues, const Workspace& workspace,
                      const IssueRules& rules) {
  bool npm = workspace.ecosystem == "npm";  // pnpm's own list of allowed packages speaks of these
  std::vector<Said> all;
  for (Issue& issue : issues) {
    Finding finding = make_finding(issue, workspace, rules.rule);
    std::vector<std::string> via(issue.via.rbegin(), issue.via.rend());
    rules.suppressions.apply(finding);
    rules.allows.apply(finding, {issue.name, issue.direct->declared->name, issue.version,
                                 std::move(via), npm && issue.verdict.status == "deprecated"});
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

}  // namespace

void report_issues(std::vector<Issue> issues, const Workspace& workspace, const IssueRules& rules,
                   RuleUnits& units, std::vector<Finding>& findings) {
  auto said = say(std::move(issues), workspace, rules);
  if (workspace.product) count_units(said, workspace, rules.settings, units);
  add_findings(std::move(said), workspace, rules.rule, rules.settings, findings);
}

void add_unlocked_rows(const std::vector<Issue>& issues, const Workspace& workspace,
                       std::vector<NpmDependency>& rows) {
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
    rows.push_back(std::move(row));
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

}  // namespace stackfit::npm
