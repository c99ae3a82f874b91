// The findings say what to do, one by one; this is the same by direct dependency, with everything
// else the manifests ask for beside it. Nothing is judged here.
#include "project/npm/overview.h"

#include <algorithm>
#include <map>
#include <optional>

#include "project/npm/facts.h"
#include "project/npm/graph.h"
#include "project/npm/issues.h"
#include "project/npm/staleness.h"
#include "project/npm/workspaces.h"
#include "project/python/dependencies.h"

namespace stackfit::npm {
namespace {

constexpr std::string_view kRule = "unmaintained-dependency";

template <class Value>
Value data_of(const Finding& finding, std::string_view key) {
  const DataValue* value = find_data(finding.data, key);
  const Value* found = value == nullptr ? nullptr : std::get_if<Value>(value);
  return found == nullptr ? Value{} : *found;
}

std::string text_of(const Finding& finding, std::string_view key) {
  return data_of<std::string>(finding, key);
}

OverviewIssue issue_of(const Finding& finding) {
  OverviewIssue issue;
  issue.name = text_of(finding, "name");
  issue.version = text_of(finding, "version");
  issue.status = text_of(finding, "status");
  issue.kind = text_of(finding, "kind");
  issue.action = text_of(finding, "action");
  issue.advice = text_of(finding, "advice");
  issue.via = data_of<std::vector<std::string>>(finding, "via");
  issue.below = data_of<std::vector<std::string>>(finding, "below");
  issue.evidence = data_of<std::vector<std::string>>(finding, "evidence");
  if (finding.status == FindingStatus::kSuppressed)
    issue.allowed = finding.reason.empty() ? "suppressed" : finding.reason;
  return issue;
}

std::string quiet_or_unknown(std::string_view name, const LockedPackage* package) {
  const auto& finished = fact_book().finished;
  auto at = finished.find(package == nullptr ? name : package->name);
  if (at == finished.end() || (package != nullptr && !package->from_registry)) return "unknown";
  auto version = package == nullptr ? std::nullopt : parse_version(package->version);
  return !version || *version <= at->second ? "quiet" : "unknown";
}

// What a registry says in favour of a dependency; empty when nothing, or when none was asked.
std::string_view vitality(const Workspace& workspace, const JudgedLock* lock,
                          const LockedPackage* package, const JudgeContext& context) {
  bool asked =
      context.answers != nullptr && lock != nullptr && package != nullptr && package->from_registry;
  const Packument* document = asked ? context.answers->find(package->name) : nullptr;
  if (document == nullptr) return "";
  return vitality_of({&workspace, lock, package, document}, *context.answers, context.as_of);
}

OverviewWorkspace describe_workspace(const Workspace& workspace, const JudgeContext& context) {
  OverviewWorkspace shown{
      workspace.folder,   workspace.path, workspace.lock_path, "", "", workspace.product, {},
      workspace.ecosystem};
  std::optional<JudgedLock> judged;
  if (workspace.lock != nullptr) {
    if (workspace.ecosystem == "npm") judged = judge_lock(*workspace.lock, context);
    shown.lock_format = workspace.lock->format;
    shown.lock_version = workspace.lock->version;
  }
  for (const Direct& direct : workspace.directs) {
    const LockedPackage* package =
        direct.package == 0 ? nullptr : &workspace.lock->packages[direct.package - 1];
    if (package != nullptr && package->importer) continue;  // a member of the same workspace
    OverviewRow row;
    row.name = direct.declared->name;
    row.asked = direct.declared->range;
    row.scope = name_of(direct.declared->scope);
    row.line = direct.declared->line;
    if (package != nullptr) row.version = package->version;
    row.status = workspace.ecosystem == "npm" ? quiet_or_unknown(row.name, package) : "unknown";
    auto said = vitality(workspace, judged ? &*judged : nullptr, package, context);
    if (!said.empty()) row.status = said;
    if (judged && package != nullptr)
      row.signs = wear_of({&workspace, &*judged, package, nullptr}).reasons;
    shown.rows.push_back(std::move(row));
  }
  return shown;
}

// `rimraf ^3.0.2`: what is asked for, and with which range.
std::string step(std::string_view name, std::string_view range) {
  return std::string(name) + (range.empty() ? "" : " " + std::string(range));
}

std::vector<std::string> steps_of(const ManifestFacts& lock, const Direct& direct,
                                  const Cause& cause) {
  std::vector<std::string> steps{step(direct.declared->name, direct.declared->range)};
  auto way = cause.via;
  way.push_back(cause.package);
  for (std::size_t i = 1; i < way.size(); ++i) {
    const auto& edges = lock.packages[way[i - 1]].dependencies;
    auto edge = std::find_if(edges.begin(), edges.end(),
                             [&](const Declared& one) { return one.locked == way[i] + 1; });
    steps.push_back(step(lock.packages[way[i]].name, edge == edges.end() ? "" : edge->range));
  }
  return steps;
}

void add_ways(const Workspace& workspace, std::string_view name, std::vector<OverviewWay>& ways) {
  std::vector<bool> marked;
  if (workspace.lock != nullptr)
    for (const LockedPackage& package : workspace.lock->packages)
      marked.push_back(package.name == name && !package.importer);
  for (const Direct& direct : workspace.directs) {
    OverviewWay way{workspace.path, std::string(name_of(direct.declared->scope)), "", {}};
    if (direct.package == 0 || workspace.lock == nullptr) {
      way.steps = {step(direct.declared->name, direct.declared->range)};
      if (direct.declared->name == name) ways.push_back(std::move(way));
      continue;
    }
    if (workspace.lock->packages[direct.package - 1].importer) continue;
    Graph graph(*workspace.lock, marked);
    for (const Cause& cause : graph.causes(direct.package - 1, false)) {
      way.version = workspace.lock->packages[cause.package].version;
      way.steps = steps_of(*workspace.lock, direct, cause);
      ways.push_back(way);
    }
  }
}

}  // namespace

namespace {

// npm's workspaces and Python's.
Workspaces all_workspaces(const std::vector<FileRecord>& records) {
  Workspaces found = find_workspaces(records), python = find_python_workspaces(records);
  auto append = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  append(found.all, python.all);
  append(found.left_out, python.left_out);
  append(found.unreadable, python.unreadable);
  return found;
}

}  // namespace

Overview make_overview(const std::vector<FileRecord>& records, const ProjectFacts& project,
                       const JudgeContext& context) {
  Workspaces found = all_workspaces(records);
  Overview overview{{}, found.left_out, found.unreadable};
  std::map<std::pair<std::string, std::string>, OverviewRow*> rows;  // by manifest and name
  for (const Workspace& workspace : found.all)
    overview.workspaces.push_back(describe_workspace(workspace, context));
  for (OverviewWorkspace& workspace : overview.workspaces)
    for (OverviewRow& row : workspace.rows) rows[{workspace.path, row.name}] = &row;
  std::map<std::pair<std::string, std::string>, std::uint64_t> ways;
  for (const NpmDependency& one : all_packages(project.npm))
    ways[{one.workspace, one.name + "\n" + one.version}] = one.paths;
  for (const Finding& finding : project.findings) {
    if (finding.rule != kRule) continue;
    auto folder = text_of(finding, "workspace");
    auto at = rows.find({finding.path, text_of(finding, "dependency")});
    if (at == rows.end()) continue;
    auto issue = issue_of(finding);
    if (auto count = ways.find({folder, issue.name + "\n" + issue.version}); count != ways.end())
      issue.ways = count->second;
    OverviewRow& row = *at->second;
    if (!data_of<bool>(finding, "direct") && !issue.via.empty()) {
      row.brings.push_back(std::move(issue));
      continue;
    }
    row.status = issue.status;
    row.own = std::move(issue);
  }
  return overview;
}

std::vector<OverviewWay> ways_to(const std::vector<FileRecord>& records, std::string_view name) {
  std::vector<OverviewWay> ways;
  Workspaces found = all_workspaces(records);
  for (const Workspace& workspace : found.all) add_ways(workspace, name, ways);
  std::stable_sort(ways.begin(), ways.end(), [](const OverviewWay& a, const OverviewWay& b) {
    return a.steps.size() < b.steps.size();
  });
  return ways;
}

}  // namespace stackfit::npm
