#pragma once
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "project/compare.h"

namespace stackfit {

/// A finding that a team has agreed to live with for now.
struct BaselineEntry {
  Known known;
  std::string reason;  ///< why it was accepted; empty when it was there at the start
  friend bool operator<(const BaselineEntry& a, const BaselineEntry& b) {
    return a.known.identity < b.known.identity;
  }
};

/// What a baseline did to a report.
struct BaselineUse {
  std::string path;  ///< of the file
  std::uint64_t entries = 0;
  std::uint64_t accepted = 0;        ///< of these, entries that are not stale
  std::vector<BaselineEntry> kept;   ///< entries that are not stale, where their findings are now
  std::vector<BaselineEntry> stale;  ///< entries whose finding is gone, sorted
};

/// Marks the findings the baseline lists as unchanged and baselined, with the entry's reason.
/// `paths` are those of the tree now. Entries for which `asked` is false (of a rule or file this
/// run does not report) are neither matched nor stale.
BaselineUse apply_baseline(std::vector<Finding>& findings,
                           const std::vector<BaselineEntry>& entries,
                           const std::set<std::string>& paths,
                           const std::function<bool(const Identity&)>& asked);

/// The entry of each finding that is new or unchanged; suppressed and baselined ones are left out.
std::vector<BaselineEntry> entries_of(const std::vector<Finding>& findings,
                                      const std::string& reason);

}  // namespace stackfit
