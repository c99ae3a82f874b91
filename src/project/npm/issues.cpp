// From judged packages to what a person can act on. One issue is one direct dependency with one
// dead package; packages that are met only behind a dead one belong to that one's issue, because
// they leave with it.
#include "project/npm/issues.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "facts/npm/npm_reading.h"

namespace stackfit::npm {
namespace {

std::string label(const LockedPackage& package) {
  return package.name + " " + package.version;
}

class LockedIssues {
 public:
  LockedIssues(const Workspace& workspace, const JudgedLock& lock)
      : workspace_(workspace), lock_(lock), graph_(*lock.facts, lock.marked) {}

  std::vector<Issue> find() {
    // Peer edges mostly lead to what another direct dependency brings in anyway; they only count
    // for packages that nothing else explains.
    for (bool through_peers : {false, true})
      for (const Direct& direct : workspace_.directs)
        if (direct.package != 0 && !package_of(direct.package - 1).importer)
          add_causes(direct, through_peers);
    return std::move(issues_);
  }

 private:
  const LockedPackage& package_of(std::uint32_t index) const {
    return lock_.facts->packages[index];
  }

  void add_causes(const Direct& direct, bool through_peers) {
    std::map<std::string_view, std::size_t> by_name;  // of this direct dependency
    for (Cause& cause : graph_.causes(direct.package - 1, through_peers)) {
      const LockedPackage& package = package_of(cause.package);
      bool transitive = !cause.via.empty();
      if (through_peers && explained_.count(cause.package) > 0) continue;
      explained_.insert(cause.package);
      explained_.insert(cause.below.begin(), cause.below.end());
      if (transitive && package.platform_bound) continue;
      auto [at, first] = by_name.emplace(package.name, issues_.size());
      if (first)
        issues_.push_back(make_issue(direct, cause));
      else
        issues_[at->second].below.push_back(label(package));
      for (auto index : cause.below) issues_[at->second].below.push_back(label(package_of(index)));
    }
    for (const auto& [name, index] : by_name) tidy(issues_[index].below);
  }

  static void tidy(std::vector<std::string>& names) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
  }

  Issue make_issue(const Direct& direct, const Cause& cause) const {
    const LockedPackage& package = package_of(cause.package);
    Issue issue;
    issue.direct = &direct;
    issue.package = &package;
    issue.verdict = lock_.verdicts[cause.package];
    issue.name = issue.shown = package.name;
    issue.version = package.version;
    issue.transitive = !cause.via.empty();
    if (!issue.transitive && direct.declared->name != package.name)
      issue.shown = fmt::format("{} (npm:{})", direct.declared->name, package.name);
    for (auto index : cause.via) issue.via.push_back(package_of(index).name);
    if (issue.transitive) issue.via.front() = direct.declared->name;
    Situation situation{&issue.verdict, issue.name, direct.declared->name,
                        &package,       nullptr,    nullptr};
    if (issue.transitive) {
      situation.parent = &package_of(cause.via.back());
      situation.parent_verdict = &lock_.verdicts[cause.via.back()];
    }
    issue.advice = advise(situation);
    return issue;
  }

  const Workspace& workspace_;
  const JudgedLock& lock_;
  Graph graph_;
  std::vector<Issue> issues_;
  std::set<std::uint32_t> explained_;
};

// Without a lock row only the range speaks: a single version is judged as such.
void add_unlocked(const Direct& direct, const JudgeContext& context, std::vector<Issue>& issues) {
  NpmSpec spec = parse_npm_spec(direct.declared->range);
  bool alias = spec.kind == NpmSpec::Kind::kAlias;
  if (!alias && spec.kind != NpmSpec::Kind::kRegistry) return;
  Issue issue;
  issue.direct = &direct;
  issue.name = alias ? spec.name : direct.declared->name;
  issue.shown = alias ? fmt::format("{} (npm:{})", direct.declared->name, spec.name) : issue.name;
  issue.version = spec.range;
  if (parse_version(spec.range)) {
    LockedPackage pinned;
    pinned.name = issue.name;
    pinned.version = spec.range;
    issue.verdict = judge(pinned, context);
  } else {
    issue.verdict = judge_range(issue.name, spec.range, context);
  }
  if (!issue.verdict.bad()) return;
  issue.advice =
      advise({&issue.verdict, issue.name, direct.declared->name, nullptr, nullptr, nullptr});
  issues.push_back(std::move(issue));
}

std::vector<std::vector<std::uint32_t>> roots_by_scope(const Workspace& workspace,
                                                       const ManifestFacts& lock) {
  std::vector<std::vector<std::uint32_t>> roots(4);
  for (const Direct& direct : workspace.directs)
    if (direct.package != 0 && !lock.packages[direct.package - 1].importer)
      roots[static_cast<std::size_t>(direct.declared->scope)].push_back(direct.package - 1);
  // Groups in order of weight: what the product runs, what it can run, what builds it.
  std::swap(roots[1], roots[3]);
  std::swap(roots[2], roots[3]);
  return roots;
}
constexpr std::string_view kGroupNames[] = {"prod", "optional", "dev", "peer"};

NpmDependency make_row(const Workspace& workspace, const JudgedLock& lock,
                       const std::vector<Reach>& reached, std::uint32_t index) {
  const LockedPackage& package = lock.facts->packages[index];
  NpmDependency row;
  row.name = package.name;
  row.version = package.version;
  row.status = lock.verdicts[index].status;
  row.kind = lock.verdicts[index].kind;
  row.replacement = lock.verdicts[index].replacement;
  row.direct = reached[index].parent == Reach::kNone;
  row.scope = kGroupNames[reached[index].group];
  row.workspace = workspace.folder;
  for (auto at = reached[index].parent; at != Reach::kNone; at = reached[at].parent)
    row.via.insert(row.via.begin(), lock.facts->packages[at].name);
  row.evidence = evidence_for(lock.verdicts[index], workspace.lock_path, package.line);
  auto parent = reached[index].parent;
  Situation situation{&lock.verdicts[index],
                      row.name,
                      row.via.empty() ? row.name : row.via.front(),
                      &package,
                      nullptr,
                      nullptr};
  if (!row.direct) {
    situation.parent = &lock.facts->packages[parent];
    situation.parent_verdict = &lock.verdicts[parent];
  }
  row.action = advise(situation).action;
  return row;
}

}  // namespace

std::string_view name_of(DependencyScope scope) {
  constexpr std::string_view kNames[] = {"prod", "dev", "peer", "optional"};
  return kNames[static_cast<int>(scope)];
}

JudgedLock judge_lock(const ManifestFacts& lock, const JudgeContext& context) {
  std::set<std::string_view> names;
  for (const LockedPackage& package : lock.packages) names.insert(package.name);
  JudgeContext inside = context;
  inside.is_package = [&](std::string_view word) {
    return names.count(word) > 0 || context.is_package(word);
  };
  JudgedLock judged{&lock, {}, {}};
  for (const LockedPackage& package : lock.packages) {
    judged.verdicts.push_back(judge(package, inside));
    judged.marked.push_back(judged.verdicts.back().bad());
  }
  return judged;
}

std::vector<Issue> find_locked_issues(const Workspace& workspace, const JudgedLock& lock) {
  return LockedIssues(workspace, lock).find();
}

std::vector<Issue> find_issues(const Workspace& workspace, const JudgedLock* lock,
                               const JudgeContext& context) {
  std::vector<Issue> issues;
  if (lock != nullptr) issues = find_locked_issues(workspace, *lock);
  for (const Direct& direct : workspace.directs)
    if (direct.package == 0 || lock == nullptr) add_unlocked(direct, context, issues);
  return issues;
}

std::vector<NpmDependency> list_dead(const Workspace& workspace, const JudgedLock& lock) {
  constexpr std::uint64_t kMostWays = 99;
  Graph graph(*lock.facts, lock.marked);
  auto reached = graph.reach(roots_by_scope(workspace, *lock.facts));
  std::map<std::pair<std::string, std::string>, NpmDependency> rows;
  for (std::uint32_t i = 0; i < reached.size(); ++i) {
    if (!lock.marked[i] || reached[i].group == Reach::kNone) continue;
    auto row = make_row(workspace, lock, reached, i);
    row.paths = graph.count_ways(reached, i, kMostWays);
    auto [at, fresh] = rows.try_emplace({row.name, row.version}, row);
    if (fresh) continue;
    auto ways = std::min(kMostWays, at->second.paths + row.paths);
    if (row.via.size() < at->second.via.size()) at->second = std::move(row);
    at->second.paths = ways;
  }
  std::vector<NpmDependency> list;
  for (auto& [key, row] : rows) list.push_back(std::move(row));
  return list;
}

std::vector<Evidence> evidence_for(const Judgement& verdict, const std::string& path,
                                   std::uint32_t line) {
  std::vector<Evidence> proofs;
  if (verdict.flagged) proofs.push_back({path, line, "deprecated flag in the lockfile"});
  if (verdict.online) proofs.push_back({path, line, "deprecated flag of the registry"});
  if (verdict.fact == nullptr) return proofs;
  const Fact& fact = *verdict.fact;
  std::string what = fmt::format("bundled facts of {}: {}", fact_book().date, fact.evidence);
  if (fact.repositories > 0)
    what += fmt::format("; {} public {} since {}", fact.repositories,
                        fact.repositories == 1 ? "lockfile" : "lockfiles", fact.since);
  proofs.push_back({path, line, what});
  return proofs;
}

}  // namespace stackfit::npm
