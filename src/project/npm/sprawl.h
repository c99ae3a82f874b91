#pragma once
#include <vector>

#include "project/javascript/resolver.h"
#include "project/npm/allow.h"
#include "project/npm/usage.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The rules about what a project declares beside what it uses: `undeclared-dependency`,
/// `unused-dependency`, `duplicate-purpose`, `dependencies-outweigh-code` and
/// `dependency-unstable`.
void survey_sprawl(const std::vector<FileRecord>& records, const ModuleResolver& resolver,
                   const RuleSet& rules, SuppressionBook& suppressions, npm::AllowBook& allows,
                   ProjectFacts& project);

namespace npm {

/// One finding before suppression, what it is about, and the units that were in order.
struct SprawlFinding {
  Finding finding;
  std::string package;  ///< what an allow would name
  std::string version;
};
struct SprawlResult {
  std::vector<SprawlFinding> findings;
  double clean = 0;
};

/// Product code imports a package that nobody in reach declares.
SprawlResult find_undeclared(const Usage& usage, const Rule& rule);
/// A manifest asks for a package that nothing imports or names.
SprawlResult find_unused(const Usage& usage, const Rule& rule);
/// Packages in use that are made for one purpose and replace each other.
SprawlResult find_duplicates(const std::vector<FileRecord>& records, const Usage& usage,
                             const Rule& rule);
/// More dependencies than the code is worth.
SprawlResult find_outweighing(const Usage& usage, const Rule& rule);

/// A package that promises no stable interface yet carries much of the code.
SprawlResult find_unstable(const Usage& usage, const Rule& rule);

/// A finding of `rule` at a line; `digest` tells it from others at the same path.
Finding sprawl_finding(const Rule& rule, const std::string& path, std::uint32_t line,
                       std::string_view digest);

}  // namespace npm
}  // namespace stackfit
