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

/// The conflict of one local name under the launches that meet it; nothing when none of them
/// proves harm or purpose.
std::optional<Conflict> shadow_conflict(const PythonProject& project,
                                        const std::vector<Shadow>& shadows);

/// Conflicts that the tree shows by itself, whatever is started.
std::vector<Conflict> hidden_siblings(const PythonProject& project);  // PM06
std::vector<Conflict> losing_folders(const PythonProject& project);   // PM07
std::vector<Conflict> case_twins(const PythonProject& project);       // PM20
std::vector<Conflict> stray_binaries(const PythonProject& project);   // PM22

}  // namespace stackfit
