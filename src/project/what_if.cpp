#include "project/what_if.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "project/units.h"

namespace stackfit {
namespace {

bool is_meant(const Fix& fix, const Finding& finding) {
  if (fix.rule != finding.rule || finding.status == FindingStatus::kSuppressed) return false;
  return fix.path.empty() || fix.path == finding.path || finding.path.starts_with(fix.path + "/");
}

using Place = std::pair<std::string, std::uint32_t>;

void remove_hotspots(DimensionFacts& dimension, const std::set<Place>& fixed) {
  std::set<std::string> before, after;
  for (const auto& e : dimension.evidence)
    if (e.role == "hotspot") before.insert(e.unit);
  std::erase_if(dimension.evidence, [&](const FitEvidence& e) {
    return e.role == "hotspot" && fixed.contains({e.place.path, e.place.line});
  });
  for (const auto& e : dimension.evidence)
    if (e.role == "hotspot") after.insert(e.unit);
  dimension.clean_units += static_cast<double>(before.size() - after.size());
}

}  // namespace

Fixed as_if_fixed(const ProjectFacts& project, const std::vector<Fix>& fixes,
                  const Scoring& scoring) {
  Fixed fixed{project, 0};
  std::map<std::string, std::vector<Finding>> gone;
  std::set<Place> places;
  std::erase_if(fixed.project.findings, [&](const Finding& finding) {
    bool meant = std::any_of(fixes.begin(), fixes.end(),
                             [&](const Fix& fix) { return is_meant(fix, finding); });
    if (!meant) return false;
    gone[finding.rule].push_back(finding);
    places.emplace(finding.path, finding.span.line);
    ++fixed.findings;
    return true;
  });
  for (RuleUnits& units : fixed.project.units)
    if (auto at = gone.find(units.rule); at != gone.end()) turn_clean(units, at->second, scoring);
  for (DimensionFacts& dimension : fixed.project.dimensions) remove_hotspots(dimension, places);
  return fixed;
}

}  // namespace stackfit
