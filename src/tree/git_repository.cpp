#include "tree/git_repository.h"

#include <fmt/format.h>

#include <climits>
#include <cstdlib>

#include "core/text.h"
#include "tree/beneath.h"

namespace stackfit::git {
namespace {

constexpr std::uint64_t kMaxExcludeFile = 1 << 20;
constexpr std::size_t kMaxIdText = 65;  // of the longest object id, and a NUL

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
std::string objection_to(git_repository* repository, const std::string& path, bool allow_external,
                         Layout layout) {
  bool bare = git_repository_is_bare(repository) != 0;
  auto folder = resolved(git_repository_commondir(repository));
  if (bare && layout == Layout::kAny && folder == path) return "";
  if (bare) return "the repository has no working tree (core.bare)";
  if (resolved(git_repository_workdir(repository)) != path)
    return "its working tree is another folder (core.worktree)";
  if (!allow_external && !folder.starts_with(path == "/" ? path : path + "/"))
    return "its data lies outside the scanned folder (--allow-external-gitdir admits it)";
  return "";
}

}  // namespace

Opened open(const std::string& path, bool allow_external, Layout layout) {
  git_libgit2_init();
  admit_harmless_extensions();
  git_repository* opened = nullptr;
  int code = git_repository_open_ext(&opened, path.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
  Opened result{Repository(opened), ""};
  if (code != 0) {
    result.problem = explain_open(code, path);
    return result;
  }
  empty_search_paths();
  result.problem = objection_to(result.repository.get(), path, allow_external, layout);
  return result;
}

std::string last_message() {
  const git_error* error = git_error_last();
  return error && error->message ? error->message : "unknown error";
}

std::string read_info_exclude(git_repository* repository) {
  UniqueFd folder = open_root(git_repository_commondir(repository));
  auto text = read_beneath(folder.get(), "info/exclude", kMaxExcludeFile);
  return text ? std::move(*text) : "";
}

std::string text_of(const git_oid& id) {
  char text[kMaxIdText];
  return git_oid_tostr(text, sizeof text, &id);
}

}  // namespace stackfit::git
