#include "report/open_findings.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/text.h"
#include "report/layout.h"

namespace stackfit {
namespace {

constexpr std::size_t kShownPerSeverity = 10;  // ExecutionContext.cs of both runners

std::size_t index_of(const OpenFinding& open) {
  return static_cast<std::size_t>(open.finding->severity);
}

// Of one severity: the first of every file before the second of any.
std::vector<OpenFinding> best_of(std::vector<OpenFinding> candidates, std::size_t most) {
  auto merit = [](const OpenFinding& open) {
    return std::tuple(open.finding->status != FindingStatus::kNew, -open.finding->confidence);
  };
  std::stable_sort(candidates.begin(), candidates.end(),
                   [&](const auto& a, const auto& b) { return merit(a) < merit(b); });
  std::map<std::pair<bool, std::string_view>, std::size_t> seen;
  std::vector<std::tuple<bool, std::size_t, std::size_t>> order;  // known, turn, index
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Finding& finding = *candidates[i].finding;
    bool known = finding.status != FindingStatus::kNew;
    order.emplace_back(known, seen[{known, finding.path}]++, i);
  }
  std::sort(order.begin(), order.end());
  std::vector<OpenFinding> best;
  for (std::size_t i = 0; i < order.size() && i < most; ++i)
    best.push_back(candidates[std::get<2>(order[i])]);
  return best;
}

}  // namespace

std::vector<OpenFinding> open_findings(const Report& report) {
  const auto& findings = report.project.findings;
  std::vector<OpenFinding> open;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (!is_listed(findings[i])) continue;
    bool known = i < report.excerpts.size() && report.excerpts[i].column != 0;
    open.push_back({&findings[i], known ? &report.excerpts[i] : nullptr});
  }
  return open;
}

std::array<std::size_t, 3> count_severities(const std::vector<OpenFinding>& findings) {
  std::array<std::size_t, 3> counts = {};
  for (const auto& open : findings) ++counts[index_of(open)];
  return counts;
}

Annotations pick_annotations(const Report& report) {
  std::array<std::vector<OpenFinding>, 3> by_severity;
  for (const auto& open : open_findings(report)) by_severity[index_of(open)].push_back(open);
  bool all_fit = std::all_of(by_severity.begin(), by_severity.end(),
                             [](const auto& group) { return group.size() <= kShownPerSeverity; });
  Annotations picked;
  for (std::size_t severity = 0; severity < by_severity.size(); ++severity) {
    bool keeps_a_place = severity == static_cast<std::size_t>(Severity::kNote) && !all_fit;
    auto best = best_of(by_severity[severity], kShownPerSeverity - (keeps_a_place ? 1 : 0));
    picked.left_out[severity] = by_severity[severity].size() - best.size();
    picked.shown.insert(picked.shown.end(), best.begin(), best.end());
  }
  std::sort(picked.shown.begin(), picked.shown.end(),
            [](const auto& a, const auto& b) { return *a.finding < *b.finding; });
  return picked;
}

std::string counts_of(const std::array<std::size_t, 3>& by_severity) {
  std::vector<std::string> parts;
  for (auto severity : {Severity::kError, Severity::kWarning, Severity::kNote})
    if (auto count = by_severity[static_cast<std::size_t>(severity)]; count > 0)
      parts.push_back(counted(count, name_of(severity)));
  return join(parts, ", ");
}

}  // namespace stackfit
