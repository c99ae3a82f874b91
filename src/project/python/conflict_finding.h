#pragma once
#include <optional>
#include <string>
#include <vector>

#include "project/python/python_project.h"
#include "project/python/shadows.h"

namespace stackfit {

/// A conflict before it becomes a finding.
struct Conflict {
  std::string id;  ///< `PM01` …
  std::string file, name;
  Severity severity = Severity::kNote;
  double confidence = 1;
  std::string message;
  std::vector<Related> related;
  std::string root;  ///< folder
  FindingData data;
};

/// `module-name-conflict` at line 1 of the shadowing file.
Finding finding_of(const Conflict& conflict);

/// `jobs/nightly.py runs as a script (Makefile:14)`.
std::string launch_text(const Launch& launch);

/// The conflict of one local name under the launches that meet it; nothing when none of them
/// proves harm or purpose.
std::optional<Conflict> shadow_conflict(const PythonProject& project,
                                        const std::vector<Shadow>& shadows);

/// Local modules that imports mean and never reach: one conflict per folder and name.
std::vector<Conflict> unreached_modules(const std::vector<Unreached>& unreached);  // PM10
/// Files that run twice in one process: one conflict per file.
std::vector<Conflict> doubled_modules(const PythonProject& project,
                                      const std::vector<Doubled>& doubled);  // PM14

/// Conflicts that the tree shows by itself, whatever is started.
std::vector<Conflict> hidden_siblings(const PythonProject& project);     // PM06
std::vector<Conflict> losing_folders(const PythonProject& project);      // PM07
std::vector<Conflict> posing_folders(const PythonProject& project);      // PM08
std::vector<Conflict> twin_packages(const PythonProject& project);       // PM09
std::vector<Conflict> shipped_names(const PythonProject& project);       // PM11
std::vector<Conflict> twin_tests(const PythonProject& project);          // PM12
std::vector<Conflict> bare_siblings(const PythonProject& project);       // PM15
std::vector<Conflict> unimportable_names(const PythonProject& project);  // PM19
std::vector<Conflict> case_twins(const PythonProject& project);          // PM20
std::vector<Conflict> twin_labels(const PythonProject& project);         // PM21
std::vector<Conflict> stray_binaries(const PythonProject& project);      // PM22
std::vector<Conflict> future_names(const PythonProject& project);        // PM23

}  // namespace stackfit
