#pragma once
#include "project/npm/overview.h"
#include "report/report.h"

// What `stackfit deps` prints.

namespace stackfit {

/// What is shown of the packages of a project.
struct DependencyReport {
  npm::Overview overview;
  NpmReport counts;
  std::string why;                     ///< the package asked about; empty: none
  std::vector<npm::OverviewWay> ways;  ///< to that package
};

/// Each direct dependency of which something is said, as a table with a tree of what it brings in;
/// with `style.verbose` every direct dependency. With `why`, the ways to that package alone.
std::string write_dependencies_text(const DependencyReport& report, const Style& style);

/// The same, whole, as JSON.
std::string write_dependencies_json(const DependencyReport& report);

}  // namespace stackfit
