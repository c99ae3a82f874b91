#pragma once
#include <vector>

#include "project/npm/allow.h"
#include "project/npm/issues.h"
#include "project/suppress.h"
#include "rules/overrides.h"
#include "rules/rule_set.h"

namespace stackfit::npm {

/// What decides how an issue is reported.
struct IssueRules {
  const Rule& rule;
  const RuleSettings& settings;
  SuppressionBook& suppressions;
  AllowBook& allows;
};

/// Adds the findings about one workspace's issues, the transitive ones up to the rule's number, and
/// counts its direct dependencies as health units.
void report_issues(std::vector<Issue> issues, const Workspace& workspace, const IssueRules& rules,
                   RuleUnits& units, std::vector<Finding>& findings);

/// Issues without a lockfile have no graph: each is its own row.
void add_unlocked_rows(const std::vector<Issue>& issues, const Workspace& workspace,
                       std::vector<NpmDependency>& rows);

/// Counts the packages of a lockfile, each name and version once, and those of which nothing is
/// known.
void count_packages(const JudgedLock& lock, NpmReport& report);

}  // namespace stackfit::npm
