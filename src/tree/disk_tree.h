#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/options.h"
#include "tree/excludes.h"
#include "tree/git_data.h"
#include "tree/tree.h"
#include "tree/unique_fd.h"

namespace stackfit {

/// A folder opened for good, and its resolved path.
struct RootFolder {
  std::string path;
  UniqueFd folder;
};

/// What a comparison knows of the files on disk already.
struct DiskChange {
  GitData git;
  std::vector<std::string> changed;  ///< sorted: tracked files that differ from the other state
};

/// The tree on disk. With `change`, git is not asked again, and entries say whether they changed.
std::unique_ptr<Tree> disk_tree(RootFolder root, const Options& options, Excludes excludes,
                                std::optional<DiskChange> change = std::nullopt);

}  // namespace stackfit
