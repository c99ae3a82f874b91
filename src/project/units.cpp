#include "project/units.h"

#include <algorithm>
#include <map>

#include "project/zones.h"

namespace stackfit {

std::string unit_of(const Finding& finding) {
  bool named = !finding.scope.empty() && finding.scope != "<module>";
  return finding.path + '\0' + (named ? finding.scope : std::to_string(finding.span.line));
}

double units_in(const Finding& finding) {
  const DataValue* units = find_data(finding.data, "units");
  const auto* number = units == nullptr ? nullptr : std::get_if<std::int64_t>(units);
  return number == nullptr ? 1 : static_cast<double>(*number);
}

RuleUnits tally(const std::string& rule, const std::vector<Finding>& findings, double clean,
                const Scoring& scoring) {
  struct Vote {
    double weighted = 0, full = 0, sure = 0;
  };
  std::map<std::string, Vote> votes;
  for (const Finding& finding : findings) {
    if (finding.rule != rule || finding.status == FindingStatus::kSuppressed) continue;
    double weight = scoring.weight(finding.severity) * units_in(finding);
    Vote& vote = votes[unit_of(finding)];
    vote.weighted = std::max(vote.weighted, weight * finding.confidence);
    vote.full = std::max(vote.full, weight);
    if (finding.confidence >= scoring.sure) vote.sure = std::max(vote.sure, weight);
  }
  RuleUnits units;
  units.rule = rule;
  units.clean = clean;
  for (const auto& [unit, vote] : votes) {
    units.flagged += vote.weighted;
    units.flagged_full += vote.full;
    units.flagged_sure += vote.sure;
  }
  units.applicable = clean > 0 || !votes.empty();
  return units;
}

void turn_clean(RuleUnits& units, const std::vector<Finding>& findings, const Scoring& scoring) {
  std::vector<Finding> counted;  // what stands in tests was never counted
  std::map<std::string, double> names;
  for (const Finding& finding : findings) {
    bool counts =
        finding.status != FindingStatus::kSuppressed && zone_of(finding.path) == Zone::kProduct;
    if (!counts) continue;
    counted.push_back(finding);
    names[unit_of(finding)] = units_in(finding);
  }
  RuleUnits gone = tally(units.rule, counted, 0, scoring);
  units.flagged = std::max(0.0, units.flagged - gone.flagged);
  units.flagged_full = std::max(0.0, units.flagged_full - gone.flagged_full);
  units.flagged_sure = std::max(0.0, units.flagged_sure - gone.flagged_sure);
  for (const auto& [name, number] : names) units.clean += number;
}

}  // namespace stackfit
