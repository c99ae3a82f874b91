#pragma once
#include <string>
#include <vector>

#include "core/options.h"
#include "core/result.h"
#include "tree/git_data.h"

namespace stackfit {

/// Which two states of a repository are compared.
struct ChangeQuestion {
  std::string path;  ///< of the root, resolved
  bool allow_external = false;
  ChangeOptions change;
};

/// Both states. Blob ids are of the content itself; empty where it could not be told.
struct GitChange {
  GitData head;  ///< what is staged, or what is tracked and on disk
  GitData base;  ///< its `head` is the commit's id, empty before the first commit
};

/// Reads both with libgit2, in a disposable process. Fails with kInput, what is missing and what to
/// do about it.
Result<GitChange> read_git_change(const ChangeQuestion& question);

/// The border between that process and this one; see encode_git_data().
std::string encode_git_change(const GitChange& change);
std::string encode_git_failure(const Error& error);
Result<GitChange> decode_git_change(std::string_view bytes);

}  // namespace stackfit
