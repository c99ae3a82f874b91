#pragma once
#include <string>
#include <vector>

#include "project/npm/advice.h"
#include "project/npm/graph.h"
#include "project/npm/judgement.h"
#include "project/npm/workspaces.h"
#include "project/project_facts.h"

namespace stackfit::npm {

/// One lockfile, judged: shared by the workspaces it speaks for.
struct JudgedLock {
  const ManifestFacts* facts = nullptr;
  std::vector<Judgement> verdicts;  ///< of each package
  std::vector<bool> marked;         ///< verdict is bad
};

/// Judges every package of a lockfile.
JudgedLock judge_lock(const ManifestFacts& lock, const JudgeContext& context);

/// One direct dependency and one dead package it brings in (or is).
struct Issue {
  const Direct* direct = nullptr;
  const LockedPackage* package = nullptr;  ///< null without a lockfile
  Judgement verdict;
  std::string name;     ///< registry name
  std::string shown;    ///< `foo (npm:bar)` for an alias
  std::string version;  ///< or the range, without a lockfile
  bool transitive = false;
  std::vector<std::string> via;    ///< names on the shortest way, the direct dependency first
  std::vector<std::string> below;  ///< `glob 7.2.3`: dead ones that come through this one
  Advice advice;
};

/// What the workspace's direct dependencies are or bring in, in the manifest's order. `lock` is
/// null when nothing is locked.
std::vector<Issue> find_issues(const Workspace& workspace, const JudgedLock* lock,
                               const JudgeContext& context);

/// The same for a lockfile alone: what no lockfile decides is left out.
std::vector<Issue> find_locked_issues(const Workspace& workspace, const JudgedLock& lock);

/// One row for each dead name and version the workspace holds, by the shortest way to it.
std::vector<NpmDependency> list_dead(const Workspace& workspace, const JudgedLock& lock);

/// `prod`, `dev`, `peer` or `optional`.
std::string_view name_of(DependencyScope scope);

/// The proofs of a judgement, strongest first. `path` and `line` say where the lockfile has it.
std::vector<Evidence> evidence_for(const Judgement& verdict, const std::string& path,
                                   std::uint32_t line);

}  // namespace stackfit::npm
