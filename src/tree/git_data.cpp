// The part of git that stackfit asks libgit2 about: which files are tracked, and the id of HEAD. No
// status call, no search upwards, no object is read (a truncated one makes libgit2 1.5 loop), and
// nothing is run or fetched. It happens in a child process with limits all the same.
//
// Ownership is validated while the repository is opened, against `safe.directory` of the user's own
// configuration; after that the search paths are emptied, so that what is read depends on the
// repository alone.
#include "tree/git_data.h"

#include <fmt/format.h>
#include <git2.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <memory>

#include "core/text.h"
#include "tree/beneath.h"
#include "tree/isolate.h"

namespace stackfit {
namespace {

constexpr std::uint64_t kMaxExcludeFile = 1 << 20;

constexpr std::size_t kMaxIdText = 65;  // of the longest object id, and a NUL

// 100,000 files take libgit2 a quarter of a second and 100 MB.
constexpr IsolationLimits kGitLimits{10, 30, 1ull << 30, 256ull << 20};

template <class T, void (*Free)(T*)>
struct Freer {
  void operator()(T* object) const { Free(object); }
};
template <class T, void (*Free)(T*)>
using Handle = std::unique_ptr<T, Freer<T, Free>>;
using Repository = Handle<git_repository, git_repository_free>;
using Index = Handle<git_index, git_index_free>;

std::string last_message() {
  const git_error* error = git_error_last();
  return error && error->message ? error->message : "unknown error";
}

// libgit2 1.5 says "not found" where it means "another owner, and nothing configured".
bool is_ownership_problem(int code, const std::string& message) {
  if (code == GIT_EOWNER) return true;
  return code == GIT_ENOTFOUND && message.find("safe.directory") != std::string::npos;
}

std::string explain_open(int code, const std::string& path) {
  auto message = last_message();
  if (!is_ownership_problem(code, message)) return message;
  return fmt::format(
      "the folder belongs to another user (to trust it: git config --global --add safe.directory "
      "'{}')",
      display(path));
}

std::string resolved(const char* path) {
  char buffer[PATH_MAX];
  return path && ::realpath(path, buffer) ? buffer : "";
}

// Format extensions that do not change how the index and HEAD are read.
void admit_harmless_extensions() {
  const char* extensions[] = {"worktreeconfig", "preciousobjects", "relativeworktrees"};
  git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, std::size(extensions));
}

void empty_search_paths() {
  for (int level : {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
                    GIT_CONFIG_LEVEL_PROGRAMDATA})
    git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
}

// Why an open repository is not the one of the root; empty when it is.
std::string objection_to(git_repository* repository, const std::string& path, bool allow_external) {
  if (git_repository_is_bare(repository)) return "the repository has no working tree (core.bare)";
  if (resolved(git_repository_workdir(repository)) != path)
    return "its working tree is another folder (core.worktree)";
  auto folder = resolved(git_repository_commondir(repository));
  if (!allow_external && !folder.starts_with(path == "/" ? path : path + "/"))
    return "its data lies outside the scanned folder (--allow-external-gitdir admits it)";
  return "";
}

TrackedFile tracked_file(const git_index_entry& entry) {
  char id[kMaxIdText];
  TrackedFile file;
  file.path = entry.path;
  file.blob = git_oid_tostr(id, sizeof id, &entry.id);
  file.executable = (entry.mode & 0111) != 0 && entry.mode != GIT_FILEMODE_COMMIT;
  file.submodule = entry.mode == GIT_FILEMODE_COMMIT;
  file.checked_out = (entry.flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) == 0;
  return file;
}

// A path in conflict stands in the index up to three times.
void sort_and_unite(std::vector<TrackedFile>& files) {
  std::stable_sort(files.begin(), files.end(),
                   [](const TrackedFile& a, const TrackedFile& b) { return a.path < b.path; });
  files.erase(
      std::unique(files.begin(), files.end(),
                  [](const TrackedFile& a, const TrackedFile& b) { return a.path == b.path; }),
      files.end());
}

std::string read_info_exclude(git_repository* repository) {
  UniqueFd folder = open_root(git_repository_commondir(repository));
  auto text = read_beneath(folder.get(), "info/exclude", kMaxExcludeFile);
  return text ? std::move(*text) : "";
}

// Runs in the child. Returns an encoding either way.
std::string read_here(const std::string& path, bool allow_external) {
  git_libgit2_init();
  admit_harmless_extensions();
  git_repository* opened = nullptr;
  int code = git_repository_open_ext(&opened, path.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
  Repository repository(opened);
  if (code != 0) return encode_git_error(explain_open(code, path));
  empty_search_paths();
  auto objection = objection_to(repository.get(), path, allow_external);
  if (!objection.empty()) return encode_git_error(objection);
  git_index* index_opened = nullptr;
  code = git_repository_index(&index_opened, repository.get());
  Index index(index_opened);
  if (code != 0) return encode_git_error(last_message());
  GitData data;
  git_oid head;
  if (git_reference_name_to_id(&head, repository.get(), "HEAD") == 0) {
    char id[kMaxIdText];
    data.head = git_oid_tostr(id, sizeof id, &head);
  }
  for (std::size_t i = 0; i < git_index_entrycount(index.get()); ++i)
    data.files.push_back(tracked_file(*git_index_get_byindex(index.get(), i)));
  sort_and_unite(data.files);
  data.excludes = read_info_exclude(repository.get());
  return encode_git_data(data);
}

}  // namespace

Result<GitData> read_git_data(const std::string& path, bool allow_external) {
  auto bytes = run_isolated(kGitLimits, [&] { return read_here(path, allow_external); });
  if (!bytes) {
    Error error = bytes.error();
    error.message = "reading it " + error.message;
    return error;
  }
  return decode_git_data(*bytes);
}

}  // namespace stackfit
