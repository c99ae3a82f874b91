// Which tree the options mean, and what can stand in the way of it.
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "core/text.h"
#include "tree/beneath.h"
#include "tree/disk_tree.h"
#include "tree/git_change.h"
#include "tree/git_revision.h"
#include "tree/history.h"
#include "tree/snapshot_tree.h"
#include "tree/tree.h"

namespace stackfit {
namespace {

Error input_error(std::string message, std::string hint) {
  return {ErrorKind::kInput, std::move(message), "", std::move(hint)};
}

Error explain_root(const std::string& path, int problem) {
  auto shown = display(path);
  switch (problem) {
    case ENOENT:
      return input_error(fmt::format("there is no folder '{}'", shown), "check the path");
    case ENOTDIR: {
      auto folder = folder_of(path);
      return input_error(
          fmt::format("'{}' is not a folder", shown),
          fmt::format("scan the folder it lies in: {}", folder.empty() ? "." : display(folder)));
    }
    case EACCES:
      return input_error(fmt::format("the folder '{}' may not be read", shown),
                         "check its permissions");
    default:
      return input_error(
          fmt::format("the folder '{}' cannot be opened: {}", shown, std::strerror(problem)), "");
  }
}

// What a bare repository is good for.
enum class Bare { kRefused, kWelcome };

Result<RootFolder> open_folder(const Options& options, Bare bare = Bare::kRefused) {
  RootFolder root;
  root.folder = open_root(options.root);
  if (!root.folder.valid()) return explain_root(options.root, errno);
  char resolved[PATH_MAX];
  if (!::realpath(options.root.c_str(), resolved)) return explain_root(options.root, errno);
  root.path = resolved;
  if (bare == Bare::kWelcome || !is_bare_repository(root.folder.get())) return root;
  return input_error(
      fmt::format("'{}' is a bare git repository and holds no files", display(options.root)),
      "scan one of its commits: stackfit audit --rev HEAD");
}

Result<Excludes> excludes_of(const Options& options, const ExcludeTable& defaults) {
  auto user = parse_user_excludes(options.exclude);
  if (!user) return user.error();
  Excludes excludes{defaults, std::move(*user), {}};
  if (!options.default_excludes) excludes.table.rules.clear();
  return excludes;
}

// The nearest folder above that holds a repository; empty when there is none.
std::string repository_above(std::string path) {
  while (path.size() > 1) {
    path = path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
    UniqueFd folder = open_root(path);
    if (folder.valid() && status_of(folder.get(), ".git").type != EntryType::kUnknown) return path;
  }
  return "";
}

constexpr std::string_view kAlternates = "objects/info/alternates";

// Recorded contents need git's data as a whole. `purpose` goes on "… is no git repository: ".
Result<void> check_repository(const RootFolder& root, const Options& options,
                              std::string_view purpose, std::string_view remedy) {
  bool bare = is_bare_repository(root.folder.get()), external = options.allow_external_gitdir;
  auto git = bare ? inspect_bare_repository(root.folder.get(), external)
                  : inspect_git_folder(root.folder.get(), root.path, external);
  auto refused = git.refused;
  auto alternates = join_path(bare ? "" : ".git", kAlternates);
  if (refused.empty() && git.present && !external &&
      open_beneath(root.folder.get(), alternates, false).valid())
    refused = fmt::format("{} leads outside the scanned folder (--allow-external-gitdir admits it)",
                          alternates);
  if (!refused.empty()) return input_error("git data not used: " + refused, "");
  if (git.present) return {};
  auto above = repository_above(root.path);
  auto shown = display(options.root);
  if (above.empty())
    return input_error(fmt::format("'{}' is no git repository: {}", shown, purpose),
                       std::string(remedy));
  return input_error(fmt::format("'{}' is only a part of a git repository", shown),
                     fmt::format("look at the whole of it: scan {}", display(above)));
}

std::string name_of(const RootFolder& root) {
  auto name = base_name(root.path);
  if (name.empty()) return root.path;
  if (name.ends_with(".git") && name.size() > 4) name.remove_suffix(4);
  return std::string(name);
}

// The index git gave a hook, as a resolved path; nothing when it gave none.
Result<std::string> index_of_hook(const RootFolder& root, const Options& options) {
  const auto& given = options.change.index_file;
  if (given.empty()) return std::string();
  char resolved[PATH_MAX];
  if (::realpath(given.c_str(), resolved) == nullptr)
    return input_error(fmt::format("GIT_INDEX_FILE names '{}', which is not there", display(given)),
                       "unset it");
  std::string path = resolved;
  if (options.allow_external_gitdir || path.starts_with(root.path + "/.git/")) return path;
  return input_error("GIT_INDEX_FILE names the index of another repository", "unset it");
}

// Paths whose content, or whether it may be run, differs; of either side, sorted.
std::vector<std::string> changed_paths(const GitData& head, const GitData& base) {
  std::vector<std::string> changed;
  auto a = head.files.begin(), b = base.files.begin();
  while (a != head.files.end() || b != base.files.end()) {
    bool first = b == base.files.end() || (a != head.files.end() && a->path < b->path);
    bool both = a != head.files.end() && b != base.files.end() && a->path == b->path;
    bool same = both && !a->blob.empty() && a->blob == b->blob && a->executable == b->executable;
    if (!same) changed.push_back(both || first ? a->path : b->path);
    if (both || first) ++a;
    if (both || (!first && b != base.files.end())) ++b;
  }
  return changed;
}

}  // namespace

Result<std::unique_ptr<Tree>> open_tree(const Options& options, const ExcludeTable& defaults) {
  auto root = open_folder(options);
  if (!root) return root.error();
  auto excludes = excludes_of(options, defaults);
  if (!excludes) return excludes.error();
  return disk_tree(std::move(*root), options, std::move(*excludes));
}

Result<std::unique_ptr<Tree>> open_revision(const Options& options, const ExcludeTable& defaults,
                                            const std::string& revision) {
  auto root = open_folder(options, Bare::kWelcome);
  if (!root) return root.error();
  auto excludes = excludes_of(options, defaults);
  if (!excludes) return excludes.error();
  auto usable = check_repository(*root, options, "it has no commits", "leave out --rev");
  if (!usable) return usable.error();
  auto data = read_git_revision(root->path, options.allow_external_gitdir, revision);
  if (!data) return data.error();
  return snapshot_tree({root->path,
                        name_of(*root),
                        std::move(*data),
                        {},
                        std::move(*excludes),
                        options.default_excludes,
                        options.allow_external_gitdir});
}

Result<HistoryTrees> HistoryTrees::open(const Options& options, const ExcludeTable& defaults,
                                        HistoryQuestion question) {
  auto root = open_folder(options, Bare::kWelcome);
  if (!root) return root.error();
  auto excludes = excludes_of(options, defaults);
  if (!excludes) return excludes.error();
  auto usable = check_repository(*root, options, "it has no history", "stackfit audit needs none");
  if (!usable) return usable.error();
  question.path = root->path;
  question.allow_external = options.allow_external_gitdir;
  auto history = read_history(question);
  if (!history) return history.error();
  HistoryTrees trees;
  trees.history_ = std::move(*history);
  trees.excludes_ = std::move(*excludes);
  trees.path_ = root->path;
  trees.name_ = name_of(*root);
  trees.use_attributes_ = options.default_excludes;
  trees.allow_external_ = options.allow_external_gitdir;
  return trees;
}

std::unique_ptr<Tree> HistoryTrees::next() {
  HistoryState& state = history_.states.at(at_++);
  std::vector<TrackedFile> files;
  auto old = files_.begin();
  for (auto& change : state.changes) {
    for (; old != files_.end() && old->path < change.path; ++old) files.push_back(std::move(*old));
    if (old != files_.end() && old->path == change.path) ++old;
    if (!change.blob.empty()) files.push_back(std::move(change));
  }
  files.insert(files.end(), std::make_move_iterator(old), std::make_move_iterator(files_.end()));
  state.changes.clear();
  files_ = std::move(files);
  GitData data;
  data.head = state.id;
  data.files = files_;
  return snapshot_tree(
      {path_, name_, std::move(data), {}, excludes_, use_attributes_, allow_external_});
}

Result<TreePair> open_change(const Options& options, const ExcludeTable& defaults) {
  auto root = open_folder(options);
  if (!root) return root.error();
  auto excludes = excludes_of(options, defaults);
  if (!excludes) return excludes.error();
  auto usable = check_repository(*root, options, "there is nothing to compare",
                                 "leave out --staged and --since, or compare with a baseline");
  if (!usable) return usable.error();
  auto index = index_of_hook(*root, options);
  if (!index) return index.error();
  auto question = options.change;
  question.index_file = std::move(*index);
  auto change = read_git_change({root->path, options.allow_external_gitdir, question});
  if (!change) return change.error();
  auto changed = changed_paths(change->head, change->base);
  TreePair pair;
  pair.base_revision = change->base.head;
  SnapshotPlan plan{root->path, name_of(*root),           std::move(change->base),      changed,
                    *excludes,  options.default_excludes, options.allow_external_gitdir};
  pair.base = snapshot_tree(plan);
  if (options.change.staged) {
    plan.data = std::move(change->head);
    pair.head = snapshot_tree(std::move(plan));
  } else {
    pair.head = disk_tree(std::move(*root), options, std::move(*excludes),
                          DiskChange{std::move(change->head), std::move(changed)});
  }
  return pair;
}

}  // namespace stackfit
