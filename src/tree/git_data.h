#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace stackfit {

/// One file of git's index.
struct TrackedFile {
  std::string path;
  std::string blob;  ///< id of the content git has recorded, 40 hex digits
  bool executable = false;
  bool submodule = false;   ///< a commit of another repository, checked out here
  bool checked_out = true;  ///< false: left out by a sparse checkout
  bool link = false;        ///< a symbolic link
  std::uint32_t size = 0;   ///< of the content, where it was asked for
  /// Nanoseconds since 1970 when git saw the file on disk with this content; 0: it may have changed
  /// since without showing (git calls such an entry racily clean).
  std::int64_t modified = 0;
  std::int64_t status_changed = 0;
};

/// What git knows about a working tree, or the files of one commit.
struct GitData {
  std::string head;                ///< commit id, empty before the first commit
  std::vector<TrackedFile> files;  ///< sorted bytewise, each path once
  std::string excludes;            ///< text of info/exclude
};

/// What stands at `<root>/.git`, as far as it can be told without reading git's data.
struct GitFolder {
  bool present = false;
  std::string refused;  ///< why libgit2 shall not look at it; empty: it may
};

/// Looks at `.git` in the open root, whose resolved path is `path`. A `.git` that is a link, or
/// leads outside the root (linked worktrees, submodules, commondir), is refused unless
/// `allow_external`; one whose parts are pipes or devices always is.
GitFolder inspect_git_folder(int root, const std::string& path, bool allow_external);

/// The same for a root that is a repository without a working tree: its parts have to be files, and
/// lie in it.
GitFolder inspect_bare_repository(int root, bool allow_external);

/// True when the root itself is a repository without a working tree.
bool is_bare_repository(int root);

/// Who reads git's data: our own reader where the repository is ordinary, or libgit2 in any case.
enum class GitReader : std::uint8_t { kEither, kLibgit2 };

/// Reads the index and HEAD in a disposable process: on a hostile repository libgit2 may crash or
/// never return. `path` is the root's resolved path. Fails with a phrase for the report
/// (`the folder belongs to another user; …`); the tree can then still be read as a plain folder.
Result<GitData> read_git_data(const std::string& path, bool allow_external,
                              GitReader reader = GitReader::kEither);

/// The border between that process and this one. Decoding trusts nothing: a path that is absolute,
/// empty, has `..`, is out of order or comes twice makes the whole unusable.
std::string encode_git_data(const GitData& data);
std::string encode_git_error(std::string_view phrase);
Result<GitData> decode_git_data(std::string_view bytes);

}  // namespace stackfit
