#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/finding.h"
#include "project/codeowners.h"

namespace stackfit {

/// How many findings something has.
struct Tally {
  std::string name;                         ///< a rule, a folder or an owner
  std::array<std::uint64_t, 3> count = {};  ///< by severity
};

/// Where the findings are, each list with the most findings first. Suppressed findings and those a
/// baseline lists are not counted.
struct Statistics {
  std::vector<Tally> by_rule;
  std::vector<Tally> by_directory;  ///< `.` is the root; a finding counts for its own folder alone
  std::vector<Tally> by_owner;      ///< `(nobody)`: no line matches, or one without owners
  std::string owners_file;          ///< which CODEOWNERS was read; empty: there is none
};

/// Counts them. A finding in a file of several owners counts for each.
Statistics count_findings(const std::vector<Finding>& findings, const CodeOwners& owners);

}  // namespace stackfit
