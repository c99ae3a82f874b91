#pragma once
#include <optional>
#include <string>

#include "tree/git_data.h"

namespace stackfit {

/// What git knows about a working tree, read from its files without libgit2: the index, HEAD,
/// info/exclude. Nothing when the repository is in any way out of the ordinary (another owner, a
/// `.git` file, a setting that moves the working tree, an index or a reference of another kind):
/// then libgit2 has to judge it. `path` is the root's resolved path. Reads whole files and goes
/// through them once; never loops on what they say.
std::optional<GitData> read_plain_git_data(const std::string& path);

/// The state of an ordinary repository that a comparison of index and HEAD depends on, as text: the
/// index file's bytes, HEAD's commit, and the commit being merged. Nothing where
/// read_plain_git_data() would give nothing.
std::optional<std::string> recorded_state(const std::string& path);

}  // namespace stackfit
