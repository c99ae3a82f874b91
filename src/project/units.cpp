#include "project/units.h"

#include <algorithm>
#include <map>

namespace stackfit {

std::string unit_of(const Finding& finding) {
  bool named = !finding.scope.empty() && finding.scope != "<module>";
  return finding.path + '\0' + (named ? finding.scope : std::to_string(finding.span.line));
}

RuleUnits tally(const std::string& rule, const std::vector<Finding>& findings, double clean,
                const Scoring& scoring) {
  struct Vote {
    double weighted = 0, full = 0, sure = 0;
  };
  std::map<std::string, Vote> votes;
  for (const Finding& finding : findings) {
    if (finding.rule != rule || finding.status == FindingStatus::kSuppressed) continue;
    double weight = scoring.weight(finding.severity);
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

}  // namespace stackfit
