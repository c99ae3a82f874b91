#include "project/manifests/manifest_rules.h"

#include <algorithm>

#include "core/text.h"
#include "project/units.h"
#include "project/zones.h"
#include "rules/overrides.h"

namespace stackfit {

const std::vector<ManifestRule>& manifest_rules() {
  static const std::vector<ManifestRule> kRules = {
      {"runtime-end-of-life", judge_runtime_pins},
      {"lockfile-missing", judge_missing_locks},
      {"lockfile-stale", judge_stale_locks},
      {"dependency-floating-source", judge_floating_sources},
      {"micro-package", judge_micro_packages},
      {"distribution-wrong-name", judge_wrong_names},
      {"tests-not-in-ci", judge_tests_in_ci},
  };
  return kRules;
}

Finding manifest_finding(const Rule& rule, const std::string& path, std::uint32_t line,
                         std::string_view subject) {
  Finding finding;
  finding.rule = rule.id;
  finding.severity = rule.severity;
  finding.path = path;
  finding.span.line = finding.span.end_line = line == 0 ? 1 : line;
  finding.span.column = finding.span.end_column = 1;
  finding.scope = "<module>";
  finding.digest = hash_of(rule.id + '\0' + std::string(subject));
  return finding;
}

void survey_manifests(const std::vector<FileRecord>& records, const RuleSet& rules,
                      const Options& options, SuppressionBook& suppressions,
                      ProjectFacts& project) {
  const npm::Workspaces workspaces = npm::find_workspaces(records);
  const ManifestView view{records, workspaces, options};
  for (const ManifestRule& row : manifest_rules()) {
    const Rule* rule = find_rule(rules, row.id);
    if (rule == nullptr) continue;
    auto result = row.judge(view, *rule);
    std::vector<Finding> counted;
    for (Finding& finding : result.findings) {
      if (!settings_at(rules, *rule, finding.path).enabled) continue;
      suppressions.apply(finding);
      if (zone_of(finding.path) == Zone::kProduct) counted.push_back(finding);
      project.findings.push_back(std::move(finding));
    }
    if (!rule->health) continue;
    auto flagged = static_cast<double>(counted.size());
    project.units.push_back(
        tally(rule->id, counted, std::max(0.0, result.looked_at - flagged), rules.scoring));
  }
}

}  // namespace stackfit
