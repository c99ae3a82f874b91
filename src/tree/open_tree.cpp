// The tree on disk. Decisions:
//
// - The root's descriptor is opened once; nothing is reached but through it. Workers that are
// forked
//   later inherit it.
// - Git is asked only when `.git` stands in the root itself. A folder inside a repository is read
// as
//   a plain folder, but .gitignore files above it, up to the repository's root, are honoured when
//   those folders belong to the user: `stackfit packages/app` should leave out what git leaves out.
// - A `.git` that cannot be used costs git's knowledge, never the files: a row of `skipped` says
// why.
// - A user's global ignore file is not read: two people should get the same report.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "core/text.h"
#include "tree/beneath.h"
#include "tree/git_data.h"
#include "tree/tree.h"
#include "tree/walk.h"

namespace stackfit {
namespace {

constexpr std::uint64_t kMaxRuleFile = 1 << 20;
constexpr int kMaxParents = 64;

struct Outer {
  std::vector<std::pair<std::string, std::string>>
      files;                        // path for reasons, text; outermost first
  std::vector<std::string> prefix;  // from the repository's root to ours
};

bool is_ours(const std::string& path) {
  struct stat info {};
  return ::lstat(path.c_str(), &info) == 0 && info.st_uid == ::geteuid();
}

// The ignore files of a repository that `path` lies in; none when it lies in none, or when a folder
// on the way belongs to somebody else.
Outer outer_ignore_files(std::string path) {
  Outer outer;
  std::vector<std::string> folders;
  for (int i = 0; i < kMaxParents && path.size() > 1; ++i) {
    outer.prefix.emplace(outer.prefix.begin(), base_name(path));
    path = path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
    if (!is_ours(path)) return {};
    folders.push_back(path);
    if (!is_ours(path + "/.git")) continue;
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
      UniqueFd opened = open_root(*folder);
      if (!opened.valid()) return {};
      auto text = read_beneath(opened.get(), ".gitignore", kMaxRuleFile);
      outer.files.emplace_back(*folder + "/.gitignore", text ? std::move(*text) : "");
    }
    return outer;
  }
  return {};
}

class DiskTree final : public Tree {
 public:
  DiskTree(std::string path, UniqueFd root, const Options& options, Excludes excludes)
      : path_(std::move(path)),
        root_(std::move(root)),
        limits_(options.limits),
        allow_external_(options.allow_external_gitdir),
        use_attributes_(options.default_excludes),
        excludes_(std::move(excludes)) {}

  Result<Listing> list() override {
    WalkPlan plan;
    plan.root = root_.get();
    plan.limits = limits_;
    plan.excludes = excludes_;
    read_attributes(plan.excludes);
    std::string revision;
    auto note = add_git(plan, revision);
    Listing listing = walk(std::move(plan));
    listing.name = base_name(path_).empty() ? path_ : std::string(base_name(path_));
    listing.revision = revision;
    if (!note.empty()) add_note(listing, note);
    return listing;
  }

  Result<std::string> read(const std::string& path, std::uint64_t max_bytes) const override {
    return read_beneath(root_.get(), path, max_bytes);
  }

 private:
  void read_attributes(Excludes& excludes) const {
    if (!use_attributes_) return;
    auto text = read_beneath(root_.get(), ".gitattributes", kMaxRuleFile);
    if (text) excludes.attributes = parse_attributes(*text);
  }

  // Returns why git's data is not used; empty when it is, or when there is none.
  std::string add_git(WalkPlan& plan, std::string& revision) const {
    GitFolder folder = inspect_git_folder(root_.get(), path_, allow_external_);
    if (!folder.present) add_outer_ignores(plan);
    if (!folder.present || !folder.refused.empty()) return folder.refused;
    auto data = read_git_data(path_, allow_external_);
    if (!data) return data.error().message;
    revision = data->head;
    plan.top =
        plan.ignores.add(plan.top, ".git/info/exclude", 0, IgnoreList::parse(data->excludes));
    plan.git = std::move(*data);
    return "";
  }

  void add_outer_ignores(WalkPlan& plan) const {
    Outer outer = outer_ignore_files(path_);
    std::size_t depth = 0;
    for (auto& [source, text] : outer.files)
      plan.top = plan.ignores.add(plan.top, source, depth++, IgnoreList::parse(text));
    plan.prefix = std::move(outer.prefix);
  }

  static void add_note(Listing& listing, const std::string& why) {
    auto at =
        std::lower_bound(listing.skipped.begin(), listing.skipped.end(), ".git",
                         [](const Skipped& row, const char* path) { return row.path < path; });
    listing.skipped.insert(at, {".git", "git data not used: " + why, false});
  }

  std::string path_;  // resolved
  UniqueFd root_;
  Limits limits_;
  bool allow_external_ = false;
  bool use_attributes_ = true;
  Excludes excludes_;
};

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

}  // namespace

Result<std::unique_ptr<Tree>> open_tree(const Options& options, const ExcludeTable& defaults) {
  UniqueFd root = open_root(options.root);
  if (!root.valid()) return explain_root(options.root, errno);
  char resolved[PATH_MAX];
  if (!::realpath(options.root.c_str(), resolved)) return explain_root(options.root, errno);
  if (is_bare_repository(root.get()))
    return input_error(
        fmt::format("'{}' is a bare git repository and holds no files", display(options.root)),
        "clone it and scan the clone");
  auto user = parse_user_excludes(options.exclude);
  if (!user) return user.error();
  Excludes excludes{defaults, std::move(*user), {}};
  if (!options.default_excludes) excludes.table.rules.clear();
  std::unique_ptr<Tree> tree =
      std::make_unique<DiskTree>(resolved, std::move(root), options, std::move(excludes));
  return tree;
}

}  // namespace stackfit
