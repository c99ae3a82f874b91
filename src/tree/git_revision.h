#pragma once
#include <string>

#include "core/result.h"
#include "tree/git_data.h"

namespace stackfit {

/// The files of a commit, with their sizes. `path` is the resolved path of a working tree or of a
/// bare repository, `revision` what git calls one (`HEAD~3`, a tag, an id). Read with libgit2 in a
/// disposable process. Fails with kInput when there is no such commit or it cannot be read.
Result<GitData> read_git_revision(const std::string& path, bool allow_external,
                                  const std::string& revision);

}  // namespace stackfit
