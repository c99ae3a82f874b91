#include "project/npm/sprawl.h"

#include <algorithm>

#include "core/text.h"
#include "project/units.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

using namespace npm;

void add(SprawlResult result, const Rule& rule, const RuleSet& rules, SuppressionBook& suppressions,
         AllowBook& allows, ProjectFacts& project) {
  std::vector<Finding> findings;
  for (SprawlFinding& one : result.findings) {
    if (!settings_at(rules, rule, one.finding.path).enabled) continue;
    suppressions.apply(one.finding);
    allows.apply(one.finding, {one.package, one.package, one.version, {}, false});
    findings.push_back(std::move(one.finding));
  }
  if (rule.health) project.units.push_back(tally(rule.id, findings, result.clean, rules.scoring));
  std::move(findings.begin(), findings.end(), std::back_inserter(project.findings));
}

}  // namespace

Finding npm::sprawl_finding(const Rule& rule, const std::string& path, std::uint32_t line,
                            std::string_view digest) {
  Finding finding;
  finding.rule = rule.id;
  finding.severity = rule.severity;
  finding.path = path;
  line = std::max(line, 1u);
  finding.span = {line, 1, line, 1};
  finding.scope = "<module>";
  finding.digest = hash_of(digest);
  return finding;
}

void survey_sprawl(const std::vector<FileRecord>& records, const ModuleResolver& resolver,
                   const RuleSet& rules, SuppressionBook& suppressions, npm::AllowBook& allows,
                   ProjectFacts& project) {
  const Workspaces workspaces = find_workspaces(records);
  const Usage usage(records, project.files.skipped, workspaces, resolver);
  auto run = [&](std::string_view id, auto find) {
    if (const Rule* rule = find_rule(rules, id))
      add(find(*rule), *rule, rules, suppressions, allows, project);
  };
  run("undeclared-dependency", [&](const Rule& rule) { return find_undeclared(usage, rule); });
  run("unused-dependency", [&](const Rule& rule) { return find_unused(usage, rule); });
  run("duplicate-purpose", [&](const Rule& rule) { return find_duplicates(records, usage, rule); });
  run("dependencies-outweigh-code",
      [&](const Rule& rule) { return find_outweighing(usage, rule); });
  run("dependency-unstable", [&](const Rule& rule) { return find_unstable(usage, rule); });
}

}  // namespace stackfit
