#pragma once
#include "core/options.h"
#include "core/result.h"
#include "tree/git_repository.h"

// Revisions and their ancestors, for the process that may call libgit2.

namespace stackfit::git {

/// The commit to compare with: the first choice that counts. Fails with kInput and the remedy when
/// a revision is unknown, or when this clone is too shallow to tell.
Result<Commit> find_base(git_repository* repository, const std::vector<BaseChoice>& choices);

/// The commit HEAD names; null before the first one.
Commit head_commit(git_repository* repository);

}  // namespace stackfit::git
