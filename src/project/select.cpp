#include "project/select.h"

#include <algorithm>
#include <set>

namespace stackfit {

void keep_selected(ProjectFacts& project, const RuleSet& rules, const Options& options) {
  const std::set<std::string_view> only(options.only.begin(), options.only.end());
  const std::set<std::string_view> files(options.files.begin(), options.files.end());
  auto unwanted = [&](std::string_view id) {
    const Rule* rule = find_rule(rules, id);
    return (rule != nullptr && !rule->enabled) || (!only.empty() && only.count(id) == 0);
  };
  std::erase_if(project.units, [&](const RuleUnits& units) { return unwanted(units.rule); });
  std::erase_if(project.findings, [&](const Finding& finding) {
    return unwanted(finding.rule) || (!files.empty() && files.count(finding.path) == 0);
  });
  for (Finding& finding : project.findings)
    if (const Rule* rule = find_rule(rules, finding.rule); rule != nullptr && rule->forced_severity)
      finding.severity = *rule->forced_severity;
}

}  // namespace stackfit
