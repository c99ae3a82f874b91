// The health score is 100 minus named deductions. Each rule looks at units (functions,
// dependencies, modules …) and turns flagged and clean ones into odds, not into a share or a
// density per line: only odds never rise when a finding is fixed, deleted or split, whatever else
// the project holds. A rule's deduction approaches its most as the odds grow and never pins; the
// rules of a category combine so that the category never costs more than its cap.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "judge/verdict.h"
#include "project/units.h"

namespace stackfit {
namespace {

using UnitsByRule = std::map<std::string, RuleUnits>;
using Flagged = double RuleUnits::*;

// Share of a rule's most that is lost, 0–1.
double used_share(const HealthWeight& health, double flagged, double clean, double prior) {
  double odds = flagged / (clean + prior);
  return odds / (odds + health.half_odds);
}

bool counts(const RuleUnits& units) {
  return units.applicable && !units.inconclusive;
}

struct RuleCost {
  const Rule* rule;
  const RuleUnits* units;
  double alone;  // points the rule would cost without the others
};

std::vector<RuleCost> costs_in(const std::string& category, const RuleSet& rules,
                               const UnitsByRule& units, Flagged flagged) {
  std::vector<RuleCost> costs;
  for (const Rule& rule : rules.rules) {
    if (!rule.health || rule.health->category != category) continue;
    auto at = units.find(rule.id);
    if (at == units.end() || !counts(at->second)) continue;
    double share =
        used_share(*rule.health, at->second.*flagged, at->second.clean, rules.scoring.prior);
    costs.push_back({&rule, &at->second, rule.health->most * share});
  }
  return costs;
}

double category_cost(const ScoreCategory& category, const std::vector<RuleCost>& costs) {
  double kept = 1;
  for (const RuleCost& cost : costs) kept *= 1 - std::min(1.0, cost.alone / category.most);
  return category.most * (1 - kept);
}

double score_of(const RuleSet& rules, const UnitsByRule& units, Flagged flagged) {
  double score = 100;
  for (const ScoreCategory& category : rules.scoring.categories)
    score -= category_cost(category, costs_in(category.id, rules, units, flagged));
  return std::clamp(score, 0.0, 100.0);
}

// The category's cost is shared out in proportion to what each rule would cost alone, so that the
// deductions add up to what is missing from 100.
std::vector<Deduction> deductions_of(const RuleSet& rules, const UnitsByRule& units) {
  std::vector<Deduction> deductions;
  for (const ScoreCategory& category : rules.scoring.categories) {
    auto costs = costs_in(category.id, rules, units, &RuleUnits::flagged);
    double total = category_cost(category, costs), alone = 0;
    for (const RuleCost& cost : costs) alone += cost.alone;
    for (const RuleCost& cost : costs)
      deductions.push_back({cost.rule->id, category.id, alone > 0 ? total * cost.alone / alone : 0,
                            cost.units->flagged, cost.units->clean, cost.alone, category.most});
  }
  std::stable_sort(deductions.begin(), deductions.end(),
                   [](const Deduction& a, const Deduction& b) { return a.points > b.points; });
  return deductions;
}

const GradeBorder& grade_of(const Scoring& scoring, double score) {
  auto earned = std::find_if(scoring.grades.begin(), scoring.grades.end(),
                             [&](const GradeBorder& grade) { return score >= grade.from; });
  return earned == scoring.grades.end() ? scoring.grades.back() : *earned;
}

double points_to_next(const Scoring& scoring, double score) {
  double missing = 0;
  for (const GradeBorder& grade : scoring.grades)
    if (score < grade.from) missing = grade.from - score;  // the last one is the nearest
  return missing;
}

// What the score gains when one file is rid of one rule's findings: its units turn clean.
std::vector<NextStep> best_steps(const RuleSet& rules, const ProjectFacts& project,
                                 const UnitsByRule& units, double score) {
  std::map<std::pair<std::string, std::string>, std::vector<Finding>> by_file;
  for (const Finding& finding : project.findings)
    if (finding.status != FindingStatus::kSuppressed)
      by_file[{finding.rule, finding.path}].push_back(finding);
  std::vector<NextStep> steps;
  for (const auto& [key, findings] : by_file) {
    auto at = units.find(key.first);
    if (at == units.end() || !counts(at->second)) continue;
    UnitsByRule fixed = units;
    turn_clean(fixed[key.first], findings, rules.scoring);
    double gain = score_of(rules, fixed, &RuleUnits::flagged) - score;
    if (gain < 0.05) continue;
    auto many = findings.size();
    steps.push_back({key.first, key.second, findings.front().span.line, gain,
                     many == 1 ? findings.front().message
                               : fmt::format("{} findings of {} in this file", many, key.first)});
  }
  std::stable_sort(steps.begin(), steps.end(),
                   [](const NextStep& a, const NextStep& b) { return a.gain > b.gain; });
  if (steps.size() > 3) steps.resize(3);
  return steps;
}

// Percent of the files that should have been judged and of the applicable rules that could judge.
double coverage_of(const ProjectFacts& project, const Health& health) {
  double lost =
      static_cast<double>(std::count_if(project.files.skipped.begin(), project.files.skipped.end(),
                                        [](const Skipped& file) { return file.incomplete; }));
  double partial = static_cast<double>(project.files.partial.size());
  double files = static_cast<double>(project.files.analysed) + lost;
  double seen = files > 0 ? (files - lost - partial / 2) / files : 1;
  double judged = static_cast<double>(health.deductions.size());
  double rules = judged + static_cast<double>(health.inconclusive.size());
  return 100 * seen * (rules > 0 ? judged / rules : 1);
}

}  // namespace

Health judge_health(const ProjectFacts& project, const RuleSet& rules) {
  UnitsByRule units;
  for (const RuleUnits& row : project.units) units[row.rule] = row;
  Health health;
  health.version = rules.scoring.version;
  health.score = score_of(rules, units, &RuleUnits::flagged);
  health.score_low = score_of(rules, units, &RuleUnits::flagged_full);
  health.score_high = score_of(rules, units, &RuleUnits::flagged_sure);
  // A certain finding weighs more in the middle than among the sure ones alone, so order them.
  health.score_low = std::min(health.score_low, health.score);
  health.score_high = std::max(health.score_high, health.score);
  health.grade = grade_of(rules.scoring, health.score).letter;
  health.to_next_grade = points_to_next(rules.scoring, health.score);
  health.deductions = deductions_of(rules, units);
  for (const Rule& rule : rules.rules) {
    if (!rule.health) continue;
    auto at = units.find(rule.id);
    if (at == units.end() || !at->second.applicable)
      health.not_applicable.push_back(rule.id);
    else if (at->second.inconclusive)
      health.inconclusive.push_back(rule.id);
  }
  health.coverage = coverage_of(project, health);
  health.next = best_steps(rules, project, units, health.score);
  return health;
}

}  // namespace stackfit
