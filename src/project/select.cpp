#include "project/select.h"

#include <algorithm>
#include <set>

#include "rules/overrides.h"

namespace stackfit {

void keep_selected(ProjectFacts& project, const RuleSet& rules, const Options& options) {
  const std::set<std::string_view> only(options.only.begin(), options.only.end());
  const std::set<std::string_view> files(options.files.begin(), options.files.end());
  auto unwanted = [&](std::string_view id) {
    const Rule* rule = find_rule(rules, id);
    bool off = rule != nullptr && !enabled_anywhere(rules, *rule);
    return off || (!only.empty() && only.count(id) == 0);
  };
  std::erase_if(project.units, [&](const RuleUnits& units) { return unwanted(units.rule); });
  std::erase_if(project.findings, [&](Finding& finding) {
    if (unwanted(finding.rule) || (!files.empty() && files.count(finding.path) == 0)) return true;
    const Rule* rule = find_rule(rules, finding.rule);
    if (rule == nullptr) return false;
    auto settings = settings_at(rules, *rule, finding.path);
    if (settings.severity) finding.severity = *settings.severity;
    return !settings.enabled;
  });
}

}  // namespace stackfit
