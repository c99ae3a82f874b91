#include "tree/git_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "core/text.h"

namespace stackfit::git {
namespace {

constexpr std::size_t kMostFiles = 500'000, kDeepest = 256;

Error too_many() {
  return {ErrorKind::kInput, fmt::format("a commit holds more than {} files", kMostFiles), "", ""};
}

struct TreeEntry {
  git_oid id;
  git_filemode_t mode;
};
using TreeEntries = std::map<std::string, TreeEntry>;

// A folder in two commits; in one of them it may be missing.
struct FolderPair {
  std::string path;
  std::optional<git_oid> from, to;
  std::size_t depth;
};

std::optional<TreeEntries> entries_of(git_repository* repository,
                                      const std::optional<git_oid>& id) {
  TreeEntries entries;
  if (!id) return entries;
  git_tree* found = nullptr;
  if (git_tree_lookup(&found, repository, &*id) != 0) return std::nullopt;
  TreeObject tree(found);
  for (std::size_t i = 0; i < git_tree_entrycount(found); ++i) {
    const git_tree_entry* entry = git_tree_entry_byindex(found, i);
    entries.emplace(git_tree_entry_name(entry),
                    TreeEntry{*git_tree_entry_id(entry), git_tree_entry_filemode(entry)});
  }
  return entries;
}

bool is_folder(const TreeEntry* entry) {
  return entry != nullptr && entry->mode == GIT_FILEMODE_TREE;
}

// A name may be a folder in one commit and a file in the other.
void compare_name(const FolderPair& pair, const std::string& name, const TreeEntry* before,
                  const TreeEntry* after, std::vector<FolderPair>& stack,
                  std::vector<TrackedFile>& changes) {
  bool same = before != nullptr && after != nullptr && before->mode == after->mode &&
              git_oid_equal(&before->id, &after->id) != 0;
  if (same) return;
  auto path = join_path(pair.path, name);
  if ((is_folder(before) || is_folder(after)) && pair.depth < kDeepest) {
    auto folder = [](const TreeEntry* entry) {
      return is_folder(entry) ? std::optional<git_oid>(entry->id) : std::nullopt;
    };
    stack.push_back({path, folder(before), folder(after), pair.depth + 1});
  }
  if (after != nullptr && !is_folder(after)) {
    changes.push_back(file_of(std::move(path), after->id, after->mode));
  } else if (before != nullptr && !is_folder(before)) {
    changes.push_back({});
    changes.back().path = std::move(path);
  }
}

void compare_folders(const FolderPair& pair, const TreeEntries& before, const TreeEntries& after,
                     std::vector<FolderPair>& stack, std::vector<TrackedFile>& changes) {
  for (const auto& [name, entry] : before) {
    auto other = after.find(name);
    compare_name(pair, name, &entry, other == after.end() ? nullptr : &other->second, stack,
                 changes);
  }
  for (const auto& [name, entry] : after)
    if (!before.contains(name)) compare_name(pair, name, nullptr, &entry, stack, changes);
}

}  // namespace

Error broken_data() {
  return {ErrorKind::kInput, "git's data could not be read: " + last_message(), "",
          "check it with: git fsck"};
}

void sort_files(std::vector<TrackedFile>& files) {
  std::sort(files.begin(), files.end(),
            [](const TrackedFile& a, const TrackedFile& b) { return a.path < b.path; });
}

TrackedFile file_of(std::string path, const git_oid& id, unsigned mode) {
  TrackedFile file;
  file.path = std::move(path);
  file.blob = text_of(id);
  file.executable = mode == GIT_FILEMODE_BLOB_EXECUTABLE;
  file.submodule = mode == GIT_FILEMODE_COMMIT;
  file.link = mode == GIT_FILEMODE_LINK;
  return file;
}

Result<std::vector<TrackedFile>> files_of(git_repository* repository, git_commit* commit) {
  struct Folder {
    git_oid id;
    std::string path;
    std::size_t depth;
  };
  std::vector<TrackedFile> files;
  std::vector<Folder> stack = {{*git_commit_tree_id(commit), "", 0}};
  while (!stack.empty()) {
    Folder folder = std::move(stack.back());
    stack.pop_back();
    git_tree* found = nullptr;
    if (git_tree_lookup(&found, repository, &folder.id) != 0) return broken_data();
    TreeObject tree(found);
    for (std::size_t i = 0; i < git_tree_entrycount(found); ++i) {
      const git_tree_entry* entry = git_tree_entry_byindex(found, i);
      auto path = join_path(folder.path, git_tree_entry_name(entry));
      auto mode = git_tree_entry_filemode(entry);
      if (mode == GIT_FILEMODE_TREE && folder.depth < kDeepest)
        stack.push_back({*git_tree_entry_id(entry), std::move(path), folder.depth + 1});
      else if (mode != GIT_FILEMODE_TREE)
        files.push_back(file_of(std::move(path), *git_tree_entry_id(entry), mode));
      if (files.size() + stack.size() > kMostFiles) return too_many();
    }
  }
  sort_files(files);
  return files;
}

Result<std::vector<TrackedFile>> changes_between(git_repository* repository, git_commit* from,
                                                 git_commit* to) {
  auto root = [](git_commit* commit) {
    return commit == nullptr ? std::optional<git_oid>() : *git_commit_tree_id(commit);
  };
  std::vector<TrackedFile> changes;
  std::vector<FolderPair> stack = {{"", root(from), root(to), 0}};
  while (!stack.empty()) {
    FolderPair pair = std::move(stack.back());
    stack.pop_back();
    auto before = entries_of(repository, pair.from), after = entries_of(repository, pair.to);
    if (!before || !after) return broken_data();
    compare_folders(pair, *before, *after, stack, changes);
    if (changes.size() + stack.size() > kMostFiles) return too_many();
  }
  sort_files(changes);
  return changes;
}

void add_sizes(git_repository* repository, std::vector<TrackedFile>& files) {
  git_odb* opened = nullptr;
  if (git_repository_odb(&opened, repository) != 0) return;
  Odb odb(opened);
  for (auto& file : files) {
    git_oid id;
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_ANY;
    if (!file.submodule && git_oid_fromstr(&id, file.blob.c_str()) == 0 &&
        git_odb_read_header(&size, &type, odb.get(), &id) == 0)
      file.size = static_cast<std::uint32_t>(std::min<std::size_t>(size, UINT32_MAX));
  }
}

Result<GitData> data_of(git_repository* repository, git_commit* commit) {
  GitData data;
  if (commit == nullptr) return data;
  data.head = text_of(*git_commit_id(commit));
  auto files = files_of(repository, commit);
  if (!files) return files.error();
  data.files = std::move(*files);
  return data;
}

}  // namespace stackfit::git
