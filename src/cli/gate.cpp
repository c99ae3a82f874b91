// When a run fails. Each condition is a row: what it is called, and what it found wrong.
//
// Suppressed and baselined findings never count. In a comparison, what was there before counts
// unless --new-only says otherwise: who touches a file may be asked to leave it better.
#include "cli/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

namespace stackfit {
namespace {

using Failure = std::optional<GateFailure>;

bool counts(const Report& report, const Finding& finding) {
  if (finding.status == FindingStatus::kSuppressed || finding.baselined) return false;
  return finding.status == FindingStatus::kNew || !report.options.new_only;
}

Failure fail_on(const Report& report, const Verdict*) {
  const auto& limit = report.options.fail_on;
  if (!limit) return {};
  const auto& findings = report.project.findings;
  auto failing = std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.severity >= *limit && counts(report, finding);
  });
  if (failing == 0) return {};
  return GateFailure{fmt::format("fail-on {}", name_of(*limit)), "0", std::to_string(failing)};
}

Failure min_grade(const Report& report, const Verdict*) {
  const auto& [limit, health] = std::tie(report.options.min_grade, report.verdict.health);
  if (limit.empty() || health.grade <= limit) return {};
  return GateFailure{"min-grade", limit, fmt::format("{} ({:.1f})", health.grade, health.score)};
}

Failure max_drop(const Report& report, const Verdict* base) {
  if (!report.options.max_drop || base == nullptr) return {};
  double drop = base->health.score - report.verdict.health.score;
  if (drop <= *report.options.max_drop + 1e-9) return {};
  return GateFailure{"max-drop", fmt::format("{:g}", *report.options.max_drop),
                     fmt::format("{:.2f}", drop)};
}

std::set<std::string> poor_dimensions(const Verdict& verdict) {
  std::set<std::string> poor;
  for (const auto& dimension : verdict.fit.dimensions)
    if (dimension.present && dimension.verdict == "poor") poor.insert(dimension.id);
  return poor;
}

Failure no_new_poor(const Report& report, const Verdict* base) {
  if (!report.options.no_new_poor || base == nullptr) return {};
  auto before = poor_dimensions(*base);
  std::string fresh;
  for (const auto& id : poor_dimensions(report.verdict))
    if (!before.contains(id)) fresh += (fresh.empty() ? "" : ", ") + id;
  if (fresh.empty()) return {};
  return GateFailure{"no-new-poor", "none", fresh};
}

constexpr Failure (*kConditions[])(const Report&, const Verdict*) = {fail_on, min_grade, max_drop,
                                                                     no_new_poor};

}  // namespace

Gate check_gate(const Report& report, const Verdict* base) {
  Gate gate;
  for (auto condition : kConditions)
    if (auto failure = condition(report, base)) gate.failed.push_back(std::move(*failure));
  gate.passed = gate.failed.empty();
  return gate;
}

Result<void> check_gate_options(const Options& options, bool baseline) {
  auto nothing = [](std::string_view flag, std::string_view hint) {
    return Error{ErrorKind::kUsage, fmt::format("{} has nothing to compare with", flag), "",
                 std::string(hint)};
  };
  bool compared = options.change.wanted();
  if (options.max_drop && !compared) return nothing("--max-drop", "give --since REF or --staged");
  if (options.no_new_poor && !compared)
    return nothing("--no-new-poor", "give --since REF or --staged");
  if (options.new_only && !compared && !baseline)
    return nothing("--new-only",
                   "give --since REF or --staged, or make a baseline: "
                   "stackfit baseline create");
  if (options.change.lines && !compared) return nothing("--lines", "give --since REF or --staged");
  return {};
}

}  // namespace stackfit
