#pragma once
#include <set>
#include <string>

#include "core/options.h"
#include "core/result.h"
#include "tree/git_repository.h"

// Revisions and their ancestors, for the process that may call libgit2.

namespace stackfit::git {

/// The commit to compare with: the first choice that counts. Fails with kInput and the remedy when
/// a revision is unknown, or when this clone is too shallow to tell.
Result<Commit> find_base(git_repository* repository, const std::vector<BaseChoice>& choices);

/// The commits of a shallow clone whose parents it lacks.
std::set<std::string> shallow_commits(git_repository* repository);

/// The commit of that id; null when this clone lacks it.
Commit commit_of(git_repository* repository, const git_oid& id);

/// The commit a revision names, through tags; null when there is none.
Commit find_commit(git_repository* repository, const std::string& revision);

/// The commit HEAD names; null before the first one.
Commit head_commit(git_repository* repository);

}  // namespace stackfit::git
