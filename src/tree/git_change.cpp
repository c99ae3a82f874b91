// Two states of a repository, read in one go so that they belong together.
//
// The index: what the next commit will hold. Git runs hooks with an index of its own for
// `git commit -a` and `git commit PATH` (GIT_INDEX_FILE), which is the one that counts then. While
// a merge is being committed, what came unchanged from the other branch is not the committer's
// work: the base of such a file is that branch's version.
//
// The working tree: its files are compared by content. Where git's index has the size and times of
// a file, and they still fit, its recorded id is the content's (as `git status` does); a file
// younger than the index, or changed, is hashed.
#include "tree/git_change.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "tree/beneath.h"
#include "tree/blob_id.h"
#include "tree/git_files.h"
#include "tree/git_history.h"
#include "tree/isolate.h"

namespace stackfit {
namespace {

constexpr IsolationLimits kChangeLimits{60, 120, 2ull << 30, 512ull << 20};
constexpr std::uint64_t kMostHashed = 64 << 20;

Error problem(std::string message, std::string hint = "") {
  return {ErrorKind::kInput, std::move(message), "", std::move(hint)};
}

std::map<std::string_view, const TrackedFile*> by_path(const std::vector<TrackedFile>& files) {
  std::map<std::string_view, const TrackedFile*> index;
  for (const auto& file : files) index.emplace(file.path, &file);
  return index;
}

const TrackedFile* find_file(const std::map<std::string_view, const TrackedFile*>& files,
                             std::string_view path) {
  auto at = files.find(path);
  return at == files.end() ? nullptr : at->second;
}

Result<git::Index> open_index(git_repository* repository, const std::string& chosen) {
  git_index* opened = nullptr;
  int code = chosen.empty() ? git_repository_index(&opened, repository)
                            : git_index_open(&opened, chosen.c_str());
  if (code != 0) return problem("git's index could not be read: " + git::last_message());
  return git::Index(opened);
}

Result<std::vector<TrackedFile>> staged_files(git_index* index) {
  if (git_index_has_conflicts(index) != 0)
    return problem("the index holds unmerged files", "resolve the conflicts and stage the result");
  std::vector<TrackedFile> files;
  for (std::size_t i = 0; i < git_index_entrycount(index); ++i) {
    const git_index_entry* entry = git_index_get_byindex(index, i);
    if ((entry->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD) != 0) continue;
    files.push_back(git::file_of(entry->path, entry->id, entry->mode));
    files.back().size = entry->file_size;
  }
  git::sort_files(files);
  return files;
}

git::Commit merged_commit(git_repository* repository) {
  git_oid id;
  git_commit* found = nullptr;
  if (git_reference_name_to_id(&id, repository, "MERGE_HEAD") != 0 ||
      git_commit_lookup(&found, repository, &id) != 0)
    return nullptr;
  return git::Commit(found);
}

// Takes from the branch being merged what the index has from it unchanged, deletions as well.
void take_merged(const std::vector<TrackedFile>& staged, const std::vector<TrackedFile>& merged,
                 std::vector<TrackedFile>& base) {
  auto index = by_path(staged), theirs = by_path(merged), ours = by_path(base);
  std::vector<TrackedFile> result;
  for (const auto& file : base) {
    const auto* now = find_file(index, file.path);
    const auto* other = find_file(theirs, file.path);
    if (now == nullptr && other == nullptr) continue;
    bool taken = now != nullptr && other != nullptr && now->blob == other->blob;
    result.push_back(taken ? *other : file);
  }
  for (const auto& file : staged) {
    const auto* other = find_file(theirs, file.path);
    if (find_file(ours, file.path) == nullptr && other != nullptr && other->blob == file.blob)
      result.push_back(*other);
  }
  git::sort_files(result);
  base = std::move(result);
}

Result<GitChange> read_staged(git_repository* repository, const ChangeQuestion& question) {
  auto index = open_index(repository, question.change.index_file);
  if (!index) return index.error();
  GitChange change;
  auto staged = staged_files(index->get());
  if (!staged) return staged.error();
  change.head.files = std::move(*staged);
  auto base = git::data_of(repository, git::head_commit(repository).get());
  if (!base) return base.error();
  change.base = std::move(*base);
  change.head.head = change.base.head;
  if (auto merged = merged_commit(repository)) {
    auto files = git::files_of(repository, merged.get());
    if (!files) return files.error();
    take_merged(change.head.files, *files, change.base.files);
  }
  return change;
}

bool fits(const struct stat& now, const git_index_entry& entry, const timespec& written) {
  bool same = static_cast<std::uint32_t>(now.st_size) == entry.file_size &&
              static_cast<std::int32_t>(now.st_mtim.tv_sec) == entry.mtime.seconds &&
              static_cast<std::uint32_t>(now.st_mtim.tv_nsec) == entry.mtime.nanoseconds;
  // Writing a file changes its ctime, which no program can set.
  same = same && static_cast<std::int32_t>(now.st_ctim.tv_sec) == entry.ctime.seconds &&
         static_cast<std::uint32_t>(now.st_ctim.tv_nsec) == entry.ctime.nanoseconds;
  bool older = now.st_mtim.tv_sec < written.tv_sec ||
               (now.st_mtim.tv_sec == written.tv_sec && now.st_mtim.tv_nsec < written.tv_nsec);
  return same && older;
}

// Text checked out with CRLF (core.autocrlf) is the same file.
std::string content_id(int root, const TrackedFile& file) {
  auto text = read_beneath(root, file.path, kMostHashed);
  if (!text) return "";
  auto id = blob_id(*text);
  if (id == file.blob || text->find("\r\n") == std::string::npos) return id;
  std::string unix_text;
  for (std::size_t i = 0; i < text->size(); ++i)
    if ((*text)[i] != '\r' || i + 1 == text->size() || (*text)[i + 1] != '\n')
      unix_text += (*text)[i];
  return blob_id(unix_text) == file.blob ? file.blob : id;
}

Result<std::vector<TrackedFile>> files_on_disk(git_repository* repository,
                                               const ChangeQuestion& question) {
  auto index = open_index(repository, "");
  if (!index) return index.error();
  UniqueFd root = open_root(question.path);
  struct stat index_now {};
  ::stat(git_index_path(index->get()), &index_now);
  std::vector<TrackedFile> files;
  for (std::size_t i = 0; i < git_index_entrycount(index->get()); ++i) {
    const git_index_entry* entry = git_index_get_byindex(index->get(), i);
    if (!files.empty() && files.back().path == entry->path) continue;  // unmerged: once is enough
    TrackedFile file = git::file_of(entry->path, entry->id, entry->mode);
    file.checked_out = (entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) == 0;
    struct stat now {};
    bool there = !file.submodule && !file.link &&
                 ::fstatat(root.get(), entry->path, &now, AT_SYMLINK_NOFOLLOW) == 0;
    if (there && !fits(now, *entry, index_now.st_mtim)) file.blob = content_id(root.get(), file);
    files.push_back(std::move(file));
  }
  git::sort_files(files);
  return files;
}

Result<GitChange> read_since(git_repository* repository, const ChangeQuestion& question) {
  auto commit = git::find_base(repository, question.change.bases);
  if (!commit) return commit.error();
  auto base = git::data_of(repository, commit->get());
  if (!base) return base.error();
  auto files = files_on_disk(repository, question);
  if (!files) return files.error();
  GitChange change;
  change.base = std::move(*base);
  change.head.files = std::move(*files);
  if (auto head = git::head_commit(repository))
    change.head.head = git::text_of(*git_commit_id(head.get()));
  change.head.excludes = git::read_info_exclude(repository);
  return change;
}

// Sizes of what has to be read: the large files shall be begun with.
void add_sizes(git_repository* repository, GitChange& change) {
  git_odb* opened = nullptr;
  if (git_repository_odb(&opened, repository) != 0) return;
  git::Odb odb(opened);
  auto head = by_path(change.head.files);
  for (auto& file : change.base.files) {
    const auto* other = find_file(head, file.path);
    git_oid id;
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_ANY;
    if (file.submodule || (other != nullptr && other->blob == file.blob)) continue;
    if (git_oid_fromstr(&id, file.blob.c_str()) == 0 &&
        git_odb_read_header(&size, &type, odb.get(), &id) == 0)
      file.size = static_cast<std::uint32_t>(std::min<std::size_t>(size, UINT32_MAX));
  }
}

// Runs in the child.
std::string read_here(const ChangeQuestion& question) {
  auto [repository, refused] = git::open(question.path, question.allow_external);
  if (!refused.empty()) return encode_git_failure(problem("git data not used: " + refused));
  auto change = question.change.staged ? read_staged(repository.get(), question)
                                       : read_since(repository.get(), question);
  if (!change) return encode_git_failure(change.error());
  add_sizes(repository.get(), *change);
  return encode_git_change(*change);
}

}  // namespace

Result<GitChange> read_git_change(const ChangeQuestion& question) {
  auto bytes = run_isolated(kChangeLimits, [&] { return read_here(question); });
  if (bytes) return decode_git_change(*bytes);
  return problem("reading git's data " + bytes.error().message, "check it with: git fsck");
}

}  // namespace stackfit
