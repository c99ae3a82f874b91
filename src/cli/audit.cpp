#include "cli/audit.h"

#include <algorithm>

#include "project/survey.h"

namespace stackfit {
namespace {

Gate check_gate(const Options& options, const ProjectFacts& project) {
  Gate gate;
  if (!options.fail_on) return gate;
  auto failing =
      std::count_if(project.findings.begin(), project.findings.end(), [&](const Finding& finding) {
        return finding.severity >= *options.fail_on && finding.status == FindingStatus::kNew;
      });
  if (failing == 0) return gate;
  gate.passed = false;
  gate.failed.push_back(
      {"fail-on " + std::string(name_of(*options.fail_on)), "0", std::to_string(failing)});
  return gate;
}

}  // namespace

Result<Report> audit(Tree& tree, const RuleSet& rules, const Options& options,
                     const GatherOptions& how) {
  auto listing = tree.list();
  if (!listing) return listing.error();
  AnalysisContext context{&rules, options.parity, options.parity_constructors, options.limits,
                          options.default_excludes};
  auto records = gather_facts(tree, listing->entries, context, how);
  Report report;
  report.options = options;
  report.project = survey(*listing, records, rules, options);
  report.verdict = judge(report.project, rules);
  report.gate = check_gate(options, report.project);
  const auto& skipped = report.project.files.skipped;
  report.complete = std::none_of(skipped.begin(), skipped.end(),
                                 [](const Skipped& file) { return file.incomplete; });
  report.rules_digest = rules.digest;
  return report;
}

}  // namespace stackfit
