// The tree on disk. Decisions:
//
// - The root's descriptor is opened once; nothing is reached but through it. Workers that are
//   forked later inherit it.
// - Git is asked only when `.git` stands in the root itself. A folder inside a repository is read
//   as a plain folder, but .gitignore files above it, up to the repository's root, are honoured
//   when those folders belong to the user: `stackfit packages/app` should leave out what git leaves
//   out.
// - A `.git` that cannot be used costs git's knowledge, never the files: a row of `skipped` says
//   why.
// - A user's global ignore file is not read: two people should get the same report.
#include "tree/disk_tree.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "core/text.h"
#include "tree/beneath.h"
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
  DiskTree(RootFolder root, const Options& options, Excludes excludes,
           std::optional<DiskChange> change)
      : path_(std::move(root.path)),
        root_(std::move(root.folder)),
        limits_(options.limits),
        allow_external_(options.allow_external_gitdir),
        use_attributes_(options.default_excludes),
        excludes_(std::move(excludes)),
        change_(std::move(change)) {}

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
    auto data = change_ ? Result<GitData>(change_->git) : read_git_data(path_, allow_external_);
    if (!data) return data.error().message;
    if (change_) plan.changed = change_->changed;
    plan.compared = change_.has_value();
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
  std::optional<DiskChange> change_;
};

}  // namespace

std::unique_ptr<Tree> disk_tree(RootFolder root, const Options& options, Excludes excludes,
                                std::optional<DiskChange> change) {
  return std::make_unique<DiskTree>(std::move(root), options, std::move(excludes),
                                    std::move(change));
}

}  // namespace stackfit
