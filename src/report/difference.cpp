#include "report/difference.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/text.h"

namespace stackfit {
namespace {

constexpr double kTold = 0.05;  // smaller changes of a score are not told

// Findings with one fingerprint are paired in their order; a surplus is gone or fresh.
void pair_findings(Difference& difference) {
  std::map<std::string_view, std::vector<const Finding*>> known;
  const auto& before = difference.before->project.findings;
  for (auto at = before.rbegin(); at != before.rend(); ++at)
    if (is_listed(*at)) known[at->fingerprint].push_back(&*at);
  for (const Finding& finding : difference.after->project.findings) {
    if (!is_listed(finding)) continue;
    auto& candidates = known[finding.fingerprint];
    if (candidates.empty()) {
      difference.fresh.push_back(&finding);
      continue;
    }
    if (candidates.back()->severity < finding.severity) difference.worse.push_back(&finding);
    candidates.pop_back();
    ++difference.same;
  }
  for (const auto& [fingerprint, rest] : known)
    difference.gone.insert(difference.gone.end(), rest.begin(), rest.end());
  std::sort(difference.gone.begin(), difference.gone.end(),
            [](const Finding* a, const Finding* b) { return *a < *b; });
}

void add_rules(const Report& report, std::map<std::string, RuleShift>& shifts,
               double RuleShift::*points, std::size_t RuleShift::*findings) {
  for (const auto& deduction : report.verdict.health.deductions)
    shifts[deduction.rule].*points = deduction.points;
  for (const Finding& finding : report.project.findings)
    if (is_listed(finding)) ++(shifts[finding.rule].*findings);
}

std::vector<RuleShift> rule_shifts(const Report& before, const Report& after) {
  std::map<std::string, RuleShift> shifts;
  add_rules(before, shifts, &RuleShift::points_before, &RuleShift::findings_before);
  add_rules(after, shifts, &RuleShift::points_after, &RuleShift::findings_after);
  auto change = [](const RuleShift& shift) {
    return std::fabs(shift.points_after - shift.points_before);
  };
  std::vector<RuleShift> told;
  for (auto& [rule, shift] : shifts) {
    shift.rule = rule;
    if (change(shift) >= kTold || shift.findings_before != shift.findings_after)
      told.push_back(shift);
  }
  std::stable_sort(told.begin(), told.end(),
                   [&](const RuleShift& a, const RuleShift& b) { return change(a) > change(b); });
  return told;
}

std::vector<VerdictShift> verdict_shifts(const Fit& before, const Fit& after) {
  std::map<std::string, VerdictShift> shifts;
  std::set<std::string> present;
  auto add = [&](const Fit& fit, LensVerdict VerdictShift::*side) {
    for (const auto& dimension : fit.dimensions) {
      shifts[dimension.id].name = dimension.name;
      shifts[dimension.id].*side = {dimension.score, dimension.verdict};
      if (dimension.present) present.insert(dimension.id);
    }
  };
  add(before, &VerdictShift::before);
  add(after, &VerdictShift::after);
  std::vector<VerdictShift> told;
  for (const auto& [id, shift] : shifts)
    if (present.count(id) > 0 && (shift.before.verdict != shift.after.verdict ||
                                  std::fabs(shift.before.score - shift.after.score) >= kTold))
      told.push_back(shift);
  return told;
}

// The first two folders of a path tell enough where something is.
std::string area_of(const std::string& path) {
  auto folder = std::string(folder_of(path));
  auto slash = folder.find('/');
  if (slash != std::string::npos)
    folder.resize(std::min(folder.find('/', slash + 1), folder.size()));
  return folder.empty() ? "." : folder;
}

std::vector<Turnover> turnover_of(const Difference& difference) {
  std::map<std::string, Turnover> areas;
  for (const Finding* finding : difference.gone) ++areas[area_of(finding->path)].gone;
  for (const Finding* finding : difference.fresh) ++areas[area_of(finding->path)].fresh;
  std::vector<Turnover> told;
  for (auto& [name, turnover] : areas) {
    turnover.name = name;
    told.push_back(turnover);
  }
  std::stable_sort(told.begin(), told.end(), [](const Turnover& a, const Turnover& b) {
    return a.gone + a.fresh > b.gone + b.fresh;
  });
  return told;
}

std::vector<Shift> owner_shifts(const Report& before, const Report& after) {
  if (!before.statistics || !after.statistics) return {};
  std::map<std::string, Shift> shifts;
  auto add = [&](const Statistics& statistics, double Shift::*side) {
    for (const auto& tally : statistics.by_owner)
      for (auto count : tally.count) shifts[tally.name].*side += static_cast<double>(count);
  };
  add(*before.statistics, &Shift::before);
  add(*after.statistics, &Shift::after);
  std::vector<Shift> told;
  for (auto& [name, shift] : shifts) {
    shift.name = name;
    if (shift.before != shift.after) told.push_back(shift);
  }
  std::stable_sort(told.begin(), told.end(), [](const Shift& a, const Shift& b) {
    return a.after - a.before < b.after - b.before;
  });
  return told;
}

std::set<std::string> packages_of(const Report& report) {
  std::set<std::string> names;
  for (const auto& dependency : all_packages(report.project.npm))
    names.insert(dependency.name + " " + dependency.version);
  return names;
}

}  // namespace

Difference difference_of(const Report& before, const Report& after) {
  Difference difference;
  difference.before = &before;
  difference.after = &after;
  pair_findings(difference);
  difference.rules = rule_shifts(before, after);
  difference.verdicts = verdict_shifts(before.verdict.fit, after.verdict.fit);
  difference.folders = turnover_of(difference);
  difference.owners = owner_shifts(before, after);
  auto old_packages = packages_of(before), new_packages = packages_of(after);
  std::set_difference(old_packages.begin(), old_packages.end(), new_packages.begin(),
                      new_packages.end(), std::back_inserter(difference.left));
  std::set_difference(new_packages.begin(), new_packages.end(), old_packages.begin(),
                      old_packages.end(), std::back_inserter(difference.came));
  difference.other_rules = before.rules_digest != after.rules_digest;
  return difference;
}

}  // namespace stackfit
