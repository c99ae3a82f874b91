#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "facts/gather.h"
#include "project/npm/judgement.h"
#include "project/project_facts.h"

namespace stackfit::npm {

/// One dead package that a direct dependency brings in, or is.
struct OverviewIssue {
  std::string name, version, status, kind, action, advice;
  std::vector<std::string> via;       ///< names from the direct dependency to what asks for it
  std::vector<std::string> below;     ///< dead ones that come through this one
  std::vector<std::string> evidence;  ///< who says so, strongest first
  std::uint64_t ways = 0;             ///< number of ways it is reached; 0: not counted
  std::string allowed;                ///< why it stays, when somebody decided so
};

/// A direct dependency.
struct OverviewRow {
  std::string name, asked, version;  ///< version: empty without a lock row
  std::string scope;                 ///< prod, dev, peer, optional
  std::string status;                ///< the issue's own, else maintained, quiet or unknown
  std::uint32_t line = 0;            ///< in the manifest
  OverviewIssue own;                 ///< what is said of itself; no status: nothing
  std::vector<OverviewIssue> brings;
  std::vector<std::string> signs;  ///< what no longer fits about it, as the lockfile shows
};

/// One manifest and its lockfile.
struct OverviewWorkspace {
  std::string folder, path, lock_path, lock_format, lock_version;
  bool product = true;
  std::vector<OverviewRow> rows;       ///< in the manifest's order
  std::string_view ecosystem = "npm";  ///< or `pypi`
};

/// How a package comes into the project: each step with the range it is asked for with.
struct OverviewWay {
  std::string path;   ///< of the manifest
  std::string scope;  ///< of the direct dependency
  std::string version;
  std::vector<std::string> steps;  ///< `rimraf ^3.0.2`, …, `inflight ^1.0.4`
};

/// The packages of a project, npm's and Python's, as `stackfit deps` shows them.
struct Overview {
  std::vector<OverviewWorkspace> workspaces;
  std::vector<Skipped> left_out, unreadable;
};

/// Puts the findings of `project` to the direct dependencies they are about. With a registry's
/// answers in `context` what these say in favour of a dependency is its status.
Overview make_overview(const std::vector<FileRecord>& records, const ProjectFacts& project,
                       const JudgeContext& context);

/// The shortest way from each direct dependency to every version of `name` it leads to first.
std::vector<OverviewWay> ways_to(const std::vector<FileRecord>& records, std::string_view name);

}  // namespace stackfit::npm
