#pragma once
#include <git2.h>

#include <memory>
#include <string>

// libgit2 behind RAII, for the processes that may call it: disposable ones.

namespace stackfit::git {

template <class T, void (*Free)(T*)>
struct Freer {
  void operator()(T* object) const { Free(object); }
};
template <class T, void (*Free)(T*)>
using Handle = std::unique_ptr<T, Freer<T, Free>>;

using Repository = Handle<git_repository, git_repository_free>;
using Index = Handle<git_index, git_index_free>;
using Object = Handle<git_object, git_object_free>;
using Commit = Handle<git_commit, git_commit_free>;
using TreeObject = Handle<git_tree, git_tree_free>;
using Blob = Handle<git_blob, git_blob_free>;
using Odb = Handle<git_odb, git_odb_free>;
using Reference = Handle<git_reference, git_reference_free>;

/// A repository, or why it is not used: a phrase for the report.
struct Opened {
  Repository repository;
  std::string problem;
};

/// What may stand at a path.
enum class Layout { kWorkingTree, kAny };  // kAny: or a bare repository

/// Opens the repository whose working tree is `path` (resolved), without searching upwards. Refused
/// when its working tree is another folder or its data lies outside, unless `allow_external`.
///
/// Ownership is validated while it is opened, against `safe.directory` of the user's own
/// configuration; after that the search paths are emptied, so that what is read depends on the
/// repository alone.
Opened open(const std::string& path, bool allow_external, Layout layout = Layout::kWorkingTree);

/// What libgit2 said last.
std::string last_message();

/// The text of info/exclude; empty when there is none.
std::string read_info_exclude(git_repository* repository);

/// The id as hex digits.
std::string text_of(const git_oid& id);

}  // namespace stackfit::git
