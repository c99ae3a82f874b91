// What can be told about `.git` before libgit2 is let near it. libgit2 goes by paths and follows
// whatever stands there: a `.git` file to another repository, a link, a pipe that never answers.
#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <climits>
#include <cstdlib>

#include "core/text.h"
#include "tree/beneath.h"
#include "tree/git_data.h"

namespace stackfit {
namespace {

constexpr std::uint64_t kMaxGitFile = 8192;

// Files libgit2 opens while it reads the index and HEAD.
constexpr const char* kReadFiles[] = {"HEAD",      "config",       "index",          "packed-refs",
                                      "commondir", "info/exclude", "config.worktree"};

std::string resolved(const std::string& path) {
  char buffer[PATH_MAX];
  return ::realpath(path.c_str(), buffer) ? buffer : "";
}

bool lies_below(const std::string& path, const std::string& root) {
  return path.starts_with(root.ends_with('/') ? root : root + "/");
}

std::string outside(std::string_view what) {
  return fmt::format("{} leads outside the scanned folder (--allow-external-gitdir admits it)",
                     what);
}

// The path below git's folder that HEAD refers to; empty when it holds a commit id.
std::string head_reference(int git) {
  constexpr std::string_view kKey = "ref:";
  auto text = read_beneath(git, "HEAD", kMaxGitFile);
  if (!text || !text->starts_with(kKey)) return "";
  return std::string(trim(std::string_view(*text).substr(kKey.size())));
}

bool is_file_or_missing(int folder, const std::string& path) {
  if (path.empty()) return true;
  UniqueFd file = open_beneath(folder, path, false);
  return file.valid() ? status_of(file.get()).type == EntryType::kFile : errno == ENOENT;
}

// A folder of git's data below the root: every file that will be read has to be a file.
std::string objection_to_parts(int root, const std::string& folder, bool allow_external) {
  UniqueFd git = open_beneath(root, folder, true);
  if (!git.valid()) return ".git is unreadable";
  for (const char* name : kReadFiles) {
    auto type = status_of(git.get(), name).type;
    if (type == EntryType::kUnknown || type == EntryType::kFile) continue;
    return fmt::format("{} is not a regular file", display(join_path(folder, name)));
  }
  if (!is_file_or_missing(git.get(), head_reference(git.get())))
    return "the branch that .git/HEAD names is not a regular file";
  bool shared = status_of(git.get(), "commondir").type == EntryType::kFile;
  return shared && !allow_external ? outside(join_path(folder, "commondir")) : "";
}

// The folder a `.git` file names, resolved; empty when there is none.
std::string target_of_git_file(int root, const std::string& path) {
  auto text = read_beneath(root, ".git", kMaxGitFile);
  constexpr std::string_view kKey = "gitdir:";
  if (!text || !text->starts_with(kKey)) return "";
  std::string target(trim(std::string_view(*text).substr(kKey.size())));
  if (target.empty() || target.find('\0') != std::string::npos) return "";
  return resolved(target.starts_with('/') ? target : path + "/" + target);
}

std::string objection_to_git_file(int root, const std::string& path, bool allow_external) {
  auto target = target_of_git_file(root, path);
  if (target.empty()) return ".git is a file that names no git folder";
  if (!lies_below(target, path)) return allow_external ? "" : outside(".git");
  auto below = target.substr(path.ends_with('/') ? path.size() : path.size() + 1);
  return objection_to_parts(root, below, allow_external);
}

}  // namespace

GitFolder inspect_git_folder(int root, const std::string& path, bool allow_external) {
  switch (status_of(root, ".git").type) {
    case EntryType::kUnknown:
      return {};
    case EntryType::kFolder:
      return {true, objection_to_parts(root, ".git", allow_external)};
    case EntryType::kFile:
      return {true, objection_to_git_file(root, path, allow_external)};
    case EntryType::kLink:
      return {true, allow_external ? "" : outside(".git")};
    default:
      return {true, ".git is neither a folder nor a file"};
  }
}

GitFolder inspect_bare_repository(int root, bool allow_external) {
  return {true, objection_to_parts(root, "", allow_external)};
}

bool is_bare_repository(int root) {
  return status_of(root, ".git").type == EntryType::kUnknown &&
         status_of(root, "HEAD").type == EntryType::kFile &&
         status_of(root, "config").type == EntryType::kFile &&
         status_of(root, "objects").type == EntryType::kFolder &&
         status_of(root, "refs").type == EntryType::kFolder;
}

}  // namespace stackfit
