#pragma once
#include <memory>
#include <string>

#include "core/options.h"
#include "tree/excludes.h"
#include "tree/git_data.h"
#include "tree/tree.h"

namespace stackfit {

/// What a tree of git objects is made of.
struct SnapshotPlan {
  std::string path;  ///< of the repository's working tree, resolved
  std::string name;
  GitData data;
  std::vector<std::string> changed;  ///< sorted: paths that differ from the other state
  Excludes excludes;
  bool use_attributes = true;
  bool allow_external = false;
};

/// A tree of recorded contents: the index, a commit. Whatever is left out of a working tree by its
/// name is left out here by the same rules; ignore files mean nothing for what git records. A blob
/// is read with libgit2 where that is harmless: in a forked process, the caller if it is one.
std::unique_ptr<Tree> snapshot_tree(SnapshotPlan plan);

}  // namespace stackfit
