// The part of git that stackfit asks libgit2 about: which files are tracked, and the id of HEAD. No
// status call, no search upwards, no object is read (a truncated one makes libgit2 1.5 loop), and
// nothing is run or fetched. It happens in a child process with limits all the same.
#include "tree/git_data.h"

#include <fcntl.h>

#include <algorithm>

#include "tree/beneath.h"
#include "tree/git_plain.h"
#include "tree/git_repository.h"
#include "tree/isolate.h"

namespace stackfit {
namespace {

// 100,000 files take libgit2 a quarter of a second and 100 MB.
constexpr IsolationLimits kGitLimits{10, 30, 1ull << 30, 256ull << 20};

// An entry whose file was written no earlier than the index itself may have been written again
// right after (Documentation/technical/racy-git.txt of git): its times say nothing.
TrackedFile tracked_file(const git_index_entry& entry, std::int64_t index_written) {
  TrackedFile file;
  file.path = entry.path;
  file.blob = git::text_of(entry.id);
  file.executable = (entry.mode & 0111) != 0 && entry.mode != GIT_FILEMODE_COMMIT;
  file.submodule = entry.mode == GIT_FILEMODE_COMMIT;
  file.checked_out = (entry.flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) == 0;
  file.link = entry.mode == GIT_FILEMODE_LINK;
  file.size = entry.file_size;
  auto modified = nanoseconds(entry.mtime.seconds, entry.mtime.nanoseconds);
  if (modified >= index_written) return file;
  file.modified = modified;
  file.status_changed = nanoseconds(entry.ctime.seconds, entry.ctime.nanoseconds);
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

// Runs in the child. Returns an encoding either way.
std::string read_here(const std::string& path, bool allow_external, GitReader reader) {
  if (reader == GitReader::kEither)
    if (auto plain = read_plain_git_data(path)) return encode_git_data(*plain);
  auto [repository, problem] = git::open(path, allow_external);
  if (!problem.empty()) return encode_git_error(problem);
  // Before the index is read: one replaced meanwhile only makes more entries look racy.
  auto index_path = std::string(git_repository_path(repository.get())) + "index";
  auto written = status_of(AT_FDCWD, index_path).modified;
  git_index* index_opened = nullptr;
  int code = git_repository_index(&index_opened, repository.get());
  git::Index index(index_opened);
  if (code != 0) return encode_git_error(git::last_message());
  GitData data;
  git_oid head;
  if (git_reference_name_to_id(&head, repository.get(), "HEAD") == 0)
    data.head = git::text_of(head);
  for (std::size_t i = 0; i < git_index_entrycount(index.get()); ++i)
    data.files.push_back(tracked_file(*git_index_get_byindex(index.get(), i), written));
  sort_and_unite(data.files);
  data.excludes = git::read_info_exclude(repository.get());
  return encode_git_data(data);
}

}  // namespace

Result<GitData> read_git_data(const std::string& path, bool allow_external, GitReader reader) {
  auto bytes = run_isolated(kGitLimits, [&] { return read_here(path, allow_external, reader); });
  if (!bytes) {
    Error error = bytes.error();
    error.message = "reading it " + error.message;
    return error;
  }
  return decode_git_data(*bytes);
}

}  // namespace stackfit
