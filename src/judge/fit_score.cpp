// Why these shapes. Presence saturates, because the fifth realtime library says less than the
// second. Weights of kinds of work contain neither hotspots nor mitigations: removing the one or
// adding the other can then never shift the weight between kinds of work, and so the number for the
// whole moves in one direction only. Hotspots enter as odds of flagged to clean units: dividing by
// the size of the code base instead would let the score fall when a flagged file is deleted.
#include "judge/fit_score.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "project/fit/signals.h"

namespace stackfit {
namespace {

constexpr double kHalfPresence = 4;  // E at which a kind of work is half certain to be there
constexpr double kHighConfidenceSum = 6;
// What no family goes beyond is a hint or a companion (weights 1 and 2). Unless several companions
// agree, all of them together count no more than one, which is less than presence.
constexpr double kCompanion = 2, kNearlyCompanion = 1.5;
constexpr std::size_t kSeveral = 3;
constexpr double kPriorUnits = 4;  // clean units every project is credited with
constexpr double kMostPenalty = 40;
constexpr double kHalfLoad = 0.5;  // load that costs half of the penalty
constexpr double kNeutralBase = 60;
constexpr double kPerStance = 15;
constexpr double kMitigatedBase = 75;
constexpr double kBaseLift = 0.85;
constexpr double kPenaltyCut = 0.75;

// Adding in one fixed order makes the last bit independent of the order of the evidence.
double sum_sorted(std::vector<double> values) {
  std::sort(values.begin(), values.end(), std::greater<>());
  double sum = 0;
  for (double value : values) sum += value;
  return sum;
}

double stance_in(const Stance& stance, Lens lens) {
  return lens == Lens::kArticle ? stance.article : stance.today;
}

// Of Node's part of the work, the share that is done by a hosted service.
double remote_share(const DimensionFacts& facts) {
  std::vector<double> remote, all;
  for (const auto& e : facts.evidence) {
    if (e.role != "workload" || e.runtime != "node") continue;
    all.push_back(e.strength);
    if (e.execution == "remote") remote.push_back(e.strength);
  }
  double total = sum_sorted(all);
  return total > 0 ? sum_sorted(remote) / total : 0;
}

bool has_two_languages(const DimensionFacts& facts) {
  return std::any_of(facts.evidence.begin(), facts.evidence.end(),
                     [](const FitEvidence& e) { return e.signal == kTwoLanguages; });
}

}  // namespace

double evidence_sum(const DimensionFacts& dimension) {
  std::map<std::string_view, double> families;
  for (const auto& e : dimension.evidence) {
    if (e.role != "workload") continue;
    auto& strongest = families[e.family];
    strongest = std::max(strongest, e.strength);
  }
  std::vector<double> strengths;
  for (const auto& [family, strength] : families) strengths.push_back(strength);
  std::sort(strengths.begin(), strengths.end(), std::greater<>());
  double sum = 0;
  for (std::size_t rank = 0; rank < strengths.size(); ++rank)
    sum += strengths[rank] / static_cast<double>(rank + 1);
  bool several = strengths.size() >= kSeveral && strengths[kSeveral - 1] >= kNearlyCompanion;
  bool only_companions = !strengths.empty() && strengths.front() <= kCompanion && !several;
  return only_companions ? std::min(sum, kCompanion) : sum;
}

double presence_of(double evidence_sum) {
  return 1 - std::exp2(-std::max(0.0, evidence_sum) / kHalfPresence);
}

std::string confidence_of(const DimensionFacts& dimension) {
  std::set<std::string_view> classes;
  for (const auto& e : dimension.evidence)
    if (e.role == "workload" && e.strength > 0) classes.insert(e.evidence_class);
  if (classes.size() >= 3 && evidence_sum(dimension) >= kHighConfidenceSum) return "high";
  return classes.size() >= 2 ? "medium" : "low";
}

double hotspot_load(const DimensionFacts& dimension) {
  std::map<std::string_view, double> units;
  for (const auto& e : dimension.evidence) {
    if (e.role != "hotspot") continue;
    auto& worst = units[e.unit];
    worst = std::max(worst, e.weight / 3 * e.confidence);
  }
  std::vector<double> loads;
  for (const auto& [unit, load] : units) loads.push_back(load);
  return sum_sorted(loads) / (std::max(0.0, dimension.clean_units) + kPriorUnits);
}

double mitigation_of(const DimensionFacts& dimension) {
  std::map<std::string_view, double> families;
  for (const auto& e : dimension.evidence) {
    if (e.role != "mitigation") continue;
    auto& strongest = families[e.family];
    strongest = std::max(strongest, std::clamp(e.weight / 5 * e.confidence, 0.0, 1.0));
  }
  std::vector<double> effects;
  for (const auto& [family, effect] : families) effects.push_back(effect);
  std::sort(effects.begin(), effects.end());
  double left = 1;
  for (double effect : effects) left *= 1 - effect;
  return 1 - left;
}

std::optional<double> stance_of(const DimensionRow& row, const DimensionFacts& facts, Lens lens) {
  double node = facts.node_share, python = facts.python_share;
  if (node + python <= 0) return std::nullopt;
  double total = 0, judged = 0;
  if (row.node) {
    double stance = stance_in(*row.node, lens);
    if (row.remote_node) stance += remote_share(facts) * (*row.remote_node - stance);
    total += node * stance;
    judged += node;
  }
  if (row.python) {
    bool server_only = row.python_server && has_two_languages(facts);
    total += python * stance_in(server_only ? *row.python_server : *row.python, lens);
    judged += python;
  }
  if (judged < (node + python) / 2) return std::nullopt;
  return total / judged;
}

double fit_score(double stance, const DimensionFacts& dimension) {
  double mitigation = mitigation_of(dimension), load = hotspot_load(dimension);
  double base = kNeutralBase + kPerStance * stance;
  base += kBaseLift * mitigation * std::max(0.0, kMitigatedBase - base);
  double penalty = kMostPenalty * load / (load + kHalfLoad);
  penalty *= 1 - kPenaltyCut * mitigation;
  return std::clamp(base - penalty, 0.0, 100.0);
}

std::string verdict_of(double score) {
  struct Step {
    double from;
    const char* verdict;
  };
  constexpr Step kSteps[] = {{80, "strong"}, {65, "good"}, {45, "caution"}};
  for (const auto& step : kSteps)
    if (score >= step.from) return step.verdict;
  return "poor";
}

}  // namespace stackfit
