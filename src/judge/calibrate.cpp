#include "judge/calibrate.h"

#include <algorithm>
#include <cmath>

namespace stackfit {
namespace {

constexpr std::size_t kFewestProjects = 8;
constexpr double kQuarterAtMedian = 3;
constexpr double kLeast = 0.003, kMost = 3;
// Where most projects have no finding, one among fifty is nobody's ruin.
constexpr double kLeastOfRare = 0.02;

// The higher rank; 0 of nothing.
double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(
      std::ceil(share * static_cast<double>(values.size() - 1)))];
}

Calibration calibrate_rule(const Rule& rule, const std::vector<std::vector<RuleUnits>>& corpus,
                           double prior) {
  std::vector<double> odds;
  for (const auto& project : corpus)
    for (const RuleUnits& units : project)
      if (units.rule == rule.id && units.applicable && !units.inconclusive)
        odds.push_back(units.flagged / (units.clean + prior));
  Calibration result{rule.id, rule.health->half_odds, quantile(odds, 0.5), odds.size(), false};
  bool common = result.median > 0;
  double half = common ? kQuarterAtMedian * result.median : quantile(odds, 0.9);
  if (half <= 0 || odds.size() < kFewestProjects) return result;
  result.half_odds = std::clamp(half, common ? kLeast : kLeastOfRare, kMost);
  result.measured = true;
  return result;
}

}  // namespace

std::vector<Calibration> calibrate(const std::vector<std::vector<RuleUnits>>& corpus,
                                   const RuleSet& rules) {
  std::vector<Calibration> all;
  for (const Rule& rule : rules.rules)
    if (rule.health) all.push_back(calibrate_rule(rule, corpus, rules.scoring.prior));
  return all;
}

}  // namespace stackfit
