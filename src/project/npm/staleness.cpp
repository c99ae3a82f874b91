// Age alone says nothing: a small package that does one thing well may be finished. So a package is
// called possibly unmaintained only when it is old and something about it no longer fits: a peer
// that moved on, a Node it excludes, a dead package it runs on. What speaks for a finished package
// is taken off again.
#include "project/npm/staleness.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/dates.h"
#include "core/text.h"
#include "project/npm/facts.h"

namespace stackfit::npm {
namespace {

constexpr double kDaysPerYear = 365.25;
constexpr std::uint64_t kSmallBytes = 20 << 10;
constexpr std::uint32_t kSmallFiles = 10;

void add(Wear& wear, int points, std::string reason) {
  wear.rot += points;
  wear.reasons.push_back(std::move(reason));
}

// The lowest Node the project itself admits.
std::optional<Version> node_of(const Workspace& workspace) {
  if (workspace.manifest == nullptr) return std::nullopt;
  for (const Setting& setting : workspace.manifest->settings) {
    if (setting.key != "engines.node") continue;
    auto range = parse_range(setting.value);
    if (range && !range->alternatives.empty() && !range->alternatives[0].empty())
      return range->alternatives[0][0].version;
  }
  return std::nullopt;
}

void look_at_peers(const WearInput& input, Wear& wear) {
  const auto& packages = input.lock->facts->packages;
  for (const Declared& edge : input.package->dependencies) {
    if (edge.scope != DependencyScope::kPeer || edge.locked == 0 || edge.locked > packages.size())
      continue;
    auto range = parse_range(edge.range);
    auto version = parse_version(packages[edge.locked - 1].version);
    if (range && version && !admits(*range, *version))
      return add(wear, 2,
                 fmt::format("it wants {} {}, and {} is installed", display(edge.name),
                             display(edge.range, 40), to_string(*version)));
  }
}

void look_at_dependencies(const WearInput& input, Wear& wear) {
  const auto& packages = input.lock->facts->packages;
  for (const Declared& edge : input.package->dependencies) {
    bool runs = edge.scope == DependencyScope::kRuntime && edge.locked > 0 &&
                edge.locked <= packages.size();
    if (!runs) continue;
    const Judgement& verdict = input.lock->verdicts[edge.locked - 1];
    if (verdict.bad() && verdict.package_level)
      return add(wear, 2,
                 fmt::format("it runs on {}, which is {}", display(edge.name), verdict.status));
  }
}

void look_at_document(const WearInput& input, Wear& wear) {
  const Packument& document = *input.document;
  const RegistryVersion* latest = document.find(document.latest);
  if (latest == nullptr) return;
  auto node = node_of(*input.workspace);
  auto engines = parse_range(latest->node);
  if (node && engines && !latest->node.empty() && !covers(*engines, *node))
    add(wear, 2, fmt::format("it excludes Node {}", to_string(*node)));
  if (latest->install_script) add(wear, 1, "it builds or runs something while it is installed");
  auto version = parse_version(document.latest);
  if (version && version->major == 0) add(wear, 1, "it never reached 1.0");
  if (document.full && !document.has_repository) add(wear, 1, "it names no repository");
  bool done = version && version->major > 0 && latest->dependencies == 0;
  bool small = (latest->files > 0 && latest->files <= kSmallFiles) ||
               (latest->unpacked > 0 && latest->unpacked <= kSmallBytes);
  wear.finished += (done ? 2 : 0) + (small ? 2 : 0);
}

// Day of the last stable release; -1 when it is not known.
long last_release(const Packument& document) {
  long day = -1;
  for (const RegistryVersion& one : document.versions) {
    auto version = parse_version(one.version);
    if (version && version->prerelease.empty()) day = std::max(day, days_of(one.published));
  }
  return day;
}

// Somebody who looks after it published something else of this project lately.
bool is_maintainer_alive(const Packument& document, const RegistryAnswers& answers, long today) {
  constexpr long kLately = 548;
  for (const auto& [name, answer] : answers.packages) {
    if (!answer.found || name == document.name || !answers.trusts_dates_of(name)) continue;
    const auto& who = answer.packument.maintainers;
    bool same = std::any_of(who.begin(), who.end(), [&](const std::string& one) {
      return std::find(document.maintainers.begin(), document.maintainers.end(), one) !=
             document.maintainers.end();
    });
    if (same && last_release(answer.packument) > today - kLately) return true;
  }
  return false;
}

// A line that only gets repairs is done: none of its last three releases opened a new one.
bool only_patched(const Packument& document) {
  constexpr std::size_t kReleases = 3;
  std::vector<std::pair<long, int>> releases;  // day and patch number
  for (const RegistryVersion& one : document.versions) {
    auto version = parse_version(one.version);
    if (version && version->prerelease.empty())
      releases.emplace_back(-days_of(one.published), version->patch > 0 ? 1 : 0);
  }
  if (releases.size() < kReleases) return false;
  std::sort(releases.begin(), releases.end());
  return std::all_of(releases.begin(), releases.begin() + kReleases,
                     [](const auto& release) { return release.first < 0 && release.second == 1; });
}

bool is_finished(const LockedPackage& package) {
  const auto& finished = fact_book().finished;
  return finished.count(package.name) > 0 || package.name.starts_with("@types/");
}

Issue issue_of(const Direct& direct, const LockedPackage& package, double years,
               const std::vector<std::string>& reasons) {
  Issue issue;
  issue.direct = &direct;
  issue.package = &package;
  issue.name = issue.shown = package.name;
  issue.version = package.version;
  issue.verdict.status = "stale";
  issue.verdict.kind = "stale";
  issue.verdict.package_level = true;
  issue.verdict.confidence = 0.6;
  issue.verdict.reason = fmt::format("no release for {:.0f} years; {}", years, join(reasons, "; "));
  issue.advice = {"replace", "look for a successor, or be ready to fork it"};
  return issue;
}

}  // namespace

int age_points(double years) {
  return years < 2 ? 0 : years < 3 ? 1 : years < 5 ? 2 : 3;
}

Wear wear_of(const WearInput& input) {
  Wear wear;
  look_at_peers(input, wear);
  look_at_dependencies(input, wear);
  if (input.document != nullptr) look_at_document(input, wear);
  return wear;
}

std::string_view vitality_of(const WearInput& input, const RegistryAnswers& answers,
                             const std::string& as_of) {
  constexpr double kAlive = 2;
  const Packument& document = *input.document;
  long day = last_release(document), today = days_of(as_of);
  if (day < 0 || !answers.trusts_dates_of(document.name)) return "";
  double years = static_cast<double>(today - day) / kDaysPerYear;
  if (years < kAlive || is_maintainer_alive(document, answers, today)) return "maintained";
  Wear wear = wear_of(input);
  wear.finished += only_patched(document) ? 1 : 0;
  return age_points(years) + wear.rot - wear.finished <= 1 ? "quiet" : "";
}

std::vector<Issue> find_stale(const Workspace& workspace, const JudgedLock& lock,
                              const RegistryAnswers& answers, const StaleLimits& limits,
                              const std::string& as_of) {
  std::vector<Issue> issues;
  long today = days_of(as_of);
  for (const Direct& direct : workspace.directs) {
    if (direct.package == 0 || direct.package > lock.facts->packages.size()) continue;
    const LockedPackage& package = lock.facts->packages[direct.package - 1];
    const Packument* document = answers.find(package.name);
    if (document == nullptr || !package.from_registry || is_finished(package) ||
        lock.verdicts[direct.package - 1].bad() || !answers.trusts_dates_of(package.name))
      continue;
    long day = last_release(*document);
    double years = static_cast<double>(today - day) / kDaysPerYear;
    if (day < 0 || years < limits.years) continue;
    Wear wear = wear_of({&workspace, &lock, &package, document});
    if (is_maintainer_alive(*document, answers, today)) wear.finished += 2;
    if (only_patched(*document)) wear.finished += 1;
    if (wear.rot > 0 && age_points(years) + wear.rot - wear.finished >= limits.score)
      issues.push_back(issue_of(direct, package, years, wear.reasons));
  }
  return issues;
}

}  // namespace stackfit::npm
