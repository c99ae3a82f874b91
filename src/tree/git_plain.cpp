#include "tree/git_plain.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "core/text.h"
#include "tree/beneath.h"
#include "tree/git_index.h"

namespace stackfit {
namespace {

constexpr std::uint64_t kMaxSmallFile = 64 << 10, kMaxRefs = 64 << 20, kMaxIndex = 256 << 20,
                        kMaxExclude = 1 << 20;

bool is_mine(int fd) {
  struct stat info {};
  return ::fstat(fd, &info) == 0 && info.st_uid == ::geteuid();
}

bool is_object_id(std::string_view text) {
  return text.size() == 40 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Settings that change what a working tree is are for libgit2 to judge. A mere mention is enough.
bool is_ordinary_config(const std::string& text) {
  auto plain = lower(text);
  for (std::string_view word : {"worktree", "include", "extensions", "\\"})
    if (plain.find(word) != std::string::npos) return false;
  auto lines = split(plain, '\n');
  return std::all_of(lines.begin(), lines.end(), [](std::string_view line) {
    line = trim(line);
    if (line.find("bare") != std::string_view::npos) return line == "bare = false";
    if (line.find("repositoryformatversion") == std::string_view::npos) return true;
    return line == "repositoryformatversion = 0";
  });
}

// The id a reference has in packed-refs, whose lines are `<id> <name>`; empty when it has none.
std::optional<std::string> packed_id(int git, const std::string& name) {
  auto text = read_beneath(git, "packed-refs", kMaxRefs);
  if (!text)
    return status_of(git, "packed-refs").type == EntryType::kUnknown
               ? std::optional<std::string>("")
               : std::nullopt;
  auto at = text->find(" " + name + "\n");
  if (at == std::string::npos) return "";
  if (at < 40) return std::nullopt;
  auto id = text->substr(at - 40, 40);
  bool begins_line = at == 40 || (*text)[at - 41] == '\n';
  return begins_line && is_object_id(id) ? std::optional<std::string>(id) : std::nullopt;
}

// The commit HEAD names, "" before the first one; nothing when it is for libgit2 to find out.
std::optional<std::string> head_id(int git) {
  constexpr std::string_view kReference = "ref: refs/heads/";
  auto text = read_beneath(git, "HEAD", kMaxSmallFile);
  if (!text || !text->ends_with('\n')) return std::nullopt;
  auto line = std::string(text->substr(0, text->size() - 1));
  if (is_object_id(line)) return line;
  if (!line.starts_with(kReference) || line.find('\n') != std::string::npos ||
      line.find("..") != std::string::npos)
    return std::nullopt;
  auto name = line.substr(5);
  if (status_of(git, name).type == EntryType::kUnknown) return packed_id(git, name);
  auto loose = read_beneath(git, name, kMaxSmallFile);
  if (!loose || loose->size() != 41 || !is_object_id(loose->substr(0, 40))) return std::nullopt;
  return loose->substr(0, 40);
}

std::optional<std::vector<TrackedFile>> tracked_files(int git) {
  auto status = status_of(git, "index");
  if (status.type == EntryType::kUnknown) return std::vector<TrackedFile>();
  auto bytes = read_beneath(git, "index", kMaxIndex);
  // Judged by the time before it was read: one replaced meanwhile only makes more entries racy.
  return bytes ? parse_git_index(*bytes, status.modified) : std::nullopt;
}

// The repository's folder, when it is one we may read; else invalid.
UniqueFd open_ordinary(const std::string& path) {
  UniqueFd root = open_root(path);
  if (!root.valid() || !is_mine(root.get())) return UniqueFd();
  UniqueFd git = open_beneath(root.get(), ".git", true);
  if (!git.valid() || !is_mine(git.get())) return UniqueFd();
  for (const char* name : {"commondir", "config.worktree", "gitdir"})
    if (status_of(git.get(), name).type != EntryType::kUnknown) return UniqueFd();
  auto config = read_beneath(git.get(), "config", kMaxSmallFile);
  if (!config || !is_ordinary_config(*config)) return UniqueFd();
  return git;
}

}  // namespace

std::optional<GitData> read_plain_git_data(const std::string& path) {
  UniqueFd git = open_ordinary(path);
  if (!git.valid()) return std::nullopt;
  auto head = head_id(git.get());
  auto files = tracked_files(git.get());
  if (!head || !files) return std::nullopt;
  GitData data;
  data.head = std::move(*head);
  data.files = std::move(*files);
  if (auto text = read_beneath(git.get(), "info/exclude", kMaxExclude))
    data.excludes = std::move(*text);
  return data;
}

std::optional<std::string> recorded_state(const std::string& path) {
  UniqueFd git = open_ordinary(path);
  if (!git.valid() || status_of(git.get(), "objects/info/alternates").type != EntryType::kUnknown ||
      status_of(git.get(), "shallow").type != EntryType::kUnknown)
    return std::nullopt;
  auto head = head_id(git.get());
  auto index = read_beneath(git.get(), "index", kMaxIndex);
  if (!head || !index) return std::nullopt;
  auto merged = read_beneath(git.get(), "MERGE_HEAD", kMaxSmallFile);
  return *head + "\n" + (merged ? *merged : "") + "\n" + *index;
}

}  // namespace stackfit
