#pragma once
#include <string>
#include <vector>

#include "core/result.h"
#include "tree/git_data.h"
#include "tree/git_repository.h"

// The files of commits, for the process that may call libgit2.

namespace stackfit::git {

/// One file as a tree or the index records it.
TrackedFile file_of(std::string path, const git_oid& id, unsigned mode);

/// Sorts bytewise by path.
void sort_files(std::vector<TrackedFile>& files);

/// Every file of a commit, sorted by path. Fails with kInput when its data cannot be read or holds
/// more than 500,000 files.
Result<std::vector<TrackedFile>> files_of(git_repository* repository, git_commit* commit);

/// What of the files differs from one commit to another, as the files of `to`: sorted by path, and
/// without an id where `to` has no such file. Null stands for no files. Folders with equal ids are
/// not opened. Fails like files_of().
Result<std::vector<TrackedFile>> changes_between(git_repository* repository, git_commit* from,
                                                 git_commit* to);

/// The commit's id and files; empty for no commit.
Result<GitData> data_of(git_repository* repository, git_commit* commit);

/// Fills in the sizes of files whose content this clone has: large files are begun with, and read
/// one at a time.
void add_sizes(git_repository* repository, std::vector<TrackedFile>& files);

/// The error for data that libgit2 could not read: what it said last.
Error broken_data();

}  // namespace stackfit::git
