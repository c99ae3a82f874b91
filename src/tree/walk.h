#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/options.h"
#include "tree/excludes.h"
#include "tree/git_data.h"
#include "tree/ignore.h"
#include "tree/tree.h"

namespace stackfit {

/// Everything the listing of one folder depends on.
struct WalkPlan {
  int root = -1;  ///< descriptor of the root
  Limits limits;
  Excludes excludes;
  std::optional<GitData> git;
  bool compared = false;             ///< with another state
  std::vector<std::string> changed;  ///< sorted: tracked files that differ from it
  IgnoreStack ignores;               ///< with the files that stand above the root's own .gitignore
  IgnoreStack::Layer top = IgnoreStack::kNone;
  /// Components between the folder where those files stand and the root.
  std::vector<std::string> prefix;
};

/// Lists the files below the root: every name that is met ends up in `entries` or, alone or with
/// the folder it lies in, in `skipped`. Names of git's own data (`.git`) are not part of the tree.
/// Fills entries and skipped, sorted.
Listing walk(WalkPlan plan);

}  // namespace stackfit
