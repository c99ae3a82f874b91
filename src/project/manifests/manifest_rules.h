#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/options.h"
#include "facts/gather.h"
#include "project/npm/workspaces.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

// Rules about what a project declares: runtimes, lockfiles, sources of packages, tests, CI.

namespace stackfit {

/// What such rules look at.
struct ManifestView {
  const std::vector<FileRecord>& records;
  const npm::Workspaces& workspaces;
  const Options& options;
};

/// What a rule found among the things it looked at: pins, manifests, dependencies.
struct ManifestResult {
  std::vector<Finding> findings;
  double looked_at = 0;  ///< in product code; 0: the rule is not applicable
};

/// A rule of that kind; `Rule::kind` names it.
struct ManifestRule {
  std::string_view id;
  ManifestResult (*judge)(const ManifestView& view, const Rule& rule);
};
/// Every one of them.
const std::vector<ManifestRule>& manifest_rules();

/// A finding about what a manifest declares on a line. `subject` is what it is about, whatever the
/// version: it gives the finding its identity.
Finding manifest_finding(const Rule& rule, const std::string& path, std::uint32_t line,
                         std::string_view subject);

/// Runs them all, applies suppressions and counts units.
void survey_manifests(const std::vector<FileRecord>& records, const RuleSet& rules,
                      const Options& options, SuppressionBook& suppressions, ProjectFacts& project);

ManifestResult judge_runtime_pins(const ManifestView& view, const Rule& rule);
ManifestResult judge_missing_locks(const ManifestView& view, const Rule& rule);
ManifestResult judge_stale_locks(const ManifestView& view, const Rule& rule);
ManifestResult judge_floating_sources(const ManifestView& view, const Rule& rule);
ManifestResult judge_micro_packages(const ManifestView& view, const Rule& rule);
ManifestResult judge_wrong_names(const ManifestView& view, const Rule& rule);
ManifestResult judge_tests_in_ci(const ManifestView& view, const Rule& rule);

}  // namespace stackfit
