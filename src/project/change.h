#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/finding.h"
#include "facts/gather.h"
#include "tree/added_lines.h"

namespace stackfit {

/// How two states of one project differ in their findings.
struct ChangeSummary {
  std::string base;                     ///< commit id; empty: nothing was committed yet
  bool staged = false;                  ///< the index was looked at, not the working tree
  double base_score = 0;                ///< health of the old state
  std::uint64_t fresh = 0;              ///< findings that are new
  std::uint64_t unchanged = 0;          ///< findings of changed files that were there before
  std::uint64_t elsewhere = 0;          ///< findings of files that did not change; not listed
  std::vector<std::string> changed;     ///< files of the new state that differ from the old one
  std::vector<std::string> unanalysed;  ///< of these, files that were not analysed, or not wholly
};

/// The summary, and the findings that are no longer there.
struct Comparison {
  ChangeSummary summary;
  std::vector<Finding> fixed;
};

/// Marks the findings of `head` as new or unchanged and leaves those of changed files, and new ones
/// wherever they stand: a file can be hurt by what happened in another. Suppressed findings stay
/// suppressed. `entries` are those of the new state. Given `lines`, only what stands on an added
/// line is left.
Comparison compare_states(std::vector<Finding>& head, const std::vector<Finding>& base,
                          const std::vector<Entry>& entries, const AddedLines* lines);

}  // namespace stackfit
