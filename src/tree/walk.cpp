// One walk for plain folders and git working trees, because a path can be ignored, excluded,
// tracked and missing in any combination:
//
// - An explicit stack, folders opened from the root's descriptor, names sorted: no depth of nesting
//   overflows anything, and the order does not depend on the file system.
// - A folder that is left out has one row, with the number of files in it. It is still entered to
//   count them, and to keep what overrules the reason: a file git tracks overrules .gitignore, and
//   `-linguist-vendored` overrules the table of default excludes.
// - Nothing is opened but folders and ignore files.
#include "tree/walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <unordered_set>

#include "core/text.h"
#include "tree/beneath.h"
#include "tree/tracked_set.h"

namespace stackfit {
namespace {

using Items = std::vector<FolderItem>;

constexpr std::uint64_t kMaxIgnoreFile = 1 << 20;
// Files counted in folders that are left out: for one of them, and for all of them together.
constexpr std::uint64_t kMaxCounted = 20'000, kMaxCountedInAll = 200'000;

// Why nothing of a folder is listed, and how much that is.
struct LeftOut {
  std::string path, reason;
  bool ignored = false;  // by an ignore file, so that tracked files stay
  std::uint64_t files = 0;
  bool more = false;  // than were counted
};
constexpr std::int32_t kListed = -1;

struct Frame {
  std::string path;
  std::shared_ptr<const Items> siblings;  // null for the root and for what is only counted
  IgnoreStack::Layer ignores = IgnoreStack::kNone;
  std::int32_t left_out = kListed;  // index of left_out_
};

struct InodeHash {
  std::size_t operator()(const std::pair<std::uint64_t, std::uint64_t>& id) const {
    return std::hash<std::uint64_t>()(id.first * 0x9E3779B97F4A7C15ull ^ id.second);
  }
};

bool by_path_of_entry(const Skipped& row, const Entry& entry) {
  return row.path < entry.path;
}

std::string_view name_of(EntryType type) {
  switch (type) {
    case EntryType::kLink:
      return "symbolic link: not followed";
    case EntryType::kPipe:
      return "not a file: a pipe";
    case EntryType::kSocket:
      return "not a file: a socket";
    case EntryType::kDevice:
      return "not a file: a device";
    default:
      return "unreadable: gone or of an unknown kind";
  }
}

class Walker {
 public:
  explicit Walker(WalkPlan plan)
      : plan_(std::move(plan)),
        uses_git_(plan_.git.has_value()),
        tracked_(uses_git_ ? std::move(plan_.git->files) : std::vector<TrackedFile>()) {}

  Listing run() {
    stack_.push_back({"", nullptr, plan_.top, kListed});
    while (!stack_.empty() && !full_) {
      Frame frame = std::move(stack_.back());
      stack_.pop_back();
      visit(frame);
    }
    finish();
    return std::move(listing_);
  }

 private:
  void visit(Frame& frame);
  bool decide(Frame& frame, const Items& items);
  void leave_out(Frame& frame, std::string reason, bool ignored);
  bool may_hold_listed(const Frame& frame) const;
  void count(Frame& frame, const Items& items);
  void enter_ignore_file(Frame& frame, const Items& items, std::size_t depth);
  void take(const Frame& frame, const UniqueFd& folder, const std::shared_ptr<const Items>& items);
  void take_file(const Frame& frame, const FolderItem& item, const FileStatus& status,
                 const Items& siblings);
  bool is_ignored(const Frame& frame, bool is_folder, std::string& reason);
  bool is_changed(const std::string& path, bool tracked) const;
  BlobState blob_state(const TrackedFile* known, const FileStatus& status) const;
  PathParts parts_below_root() const { return PathParts(parts_).subspan(plan_.prefix.size()); }
  void skip(std::string path, std::string reason, bool incomplete = false) {
    if (path.empty()) path = ".";
    listing_.skipped.push_back({std::move(path), std::move(reason), incomplete});
  }
  void split_into_parts(const std::string& path);
  std::string too_many() const {
    return fmt::format("too many files: limit {}", plan_.limits.max_entries);
  }
  void finish();
  void report_missing();
  void settle();

  WalkPlan plan_;
  bool uses_git_;
  TrackedSet tracked_;
  Listing listing_;
  std::vector<Frame> stack_;
  std::vector<LeftOut> left_out_;
  std::vector<std::string_view> parts_;  // of the path in hand, the plan's prefix in front
  std::unordered_set<std::pair<std::uint64_t, std::uint64_t>, InodeHash> visited_;
  std::uint64_t entries_ = 0, counted_ = 0;
  bool full_ = false;
};

void Walker::split_into_parts(const std::string& path) {
  parts_.assign(plan_.prefix.begin(), plan_.prefix.end());
  for (auto part : split_path(path)) parts_.push_back(part);
}

void Walker::visit(Frame& frame) {
  UniqueFd folder = open_beneath(plan_.root, frame.path, true);
  if (!folder.valid())
    return skip(frame.path, fmt::format("unreadable: {}", std::strerror(errno)), true);
  FileStatus status = status_of(folder.get());
  if (!visited_.insert({status.device, status.inode}).second)
    return skip(frame.path, "visited already under another name");
  bool complete = false;
  std::size_t room =
      plan_.limits.max_entries - std::min<std::uint64_t>(entries_, plan_.limits.max_entries);
  auto items = std::make_shared<const Items>(list_folder(folder, room, complete));
  if (!complete && items->size() < room)
    skip(frame.path, "unreadable: the folder could not be read to its end", true);
  split_into_parts(frame.path);
  if (!decide(frame, *items)) return;
  if (frame.left_out != kListed && !may_hold_listed(frame)) return count(frame, *items);
  if (!complete && items->size() >= room) {
    skip(frame.path, too_many(), true);
    full_ = true;
  }
  entries_ += items->size();
  enter_ignore_file(frame, *items, parts_.size());
  take(frame, folder, items);
}

// Whether the folder is left out, or is part of one that is; false when it is nobody's business.
bool Walker::decide(Frame& frame, const Items& items) {
  if (!frame.siblings) return true;
  if (const TrackedFile* file = tracked_.meet(frame.path); file && file->submodule) {
    skip(frame.path, "submodule: a repository of its own");
    return false;
  }
  if (frame.left_out != kListed && !left_out_[static_cast<std::size_t>(frame.left_out)].ignored)
    return true;
  std::optional<bool> known;
  if (uses_git_) known = tracked_.any_below(frame.path);
  Candidate candidate{parts_below_root(), *frame.siblings, known};
  if (auto reason = excluded_folder(plan_.excludes, candidate, items)) {
    leave_out(frame, std::move(*reason), false);
  } else if (std::string ignored; frame.left_out == kListed && is_ignored(frame, true, ignored)) {
    leave_out(frame, std::move(ignored), true);
  }
  return true;
}

void Walker::leave_out(Frame& frame, std::string reason, bool ignored) {
  frame.left_out = static_cast<std::int32_t>(left_out_.size());
  left_out_.push_back({frame.path, std::move(reason), ignored, 0, false});
}

bool Walker::may_hold_listed(const Frame& frame) const {
  bool ignored = left_out_[static_cast<std::size_t>(frame.left_out)].ignored;
  return ignored ? tracked_.any_below(frame.path) : plan_.excludes.attributes.clears();
}

// Goes through a folder of which nothing will be listed.
void Walker::count(Frame& frame, const Items& items) {
  LeftOut& row = left_out_[static_cast<std::size_t>(frame.left_out)];
  for (const FolderItem& item : items) {
    if (row.files >= kMaxCounted || counted_ >= kMaxCountedInAll) {
      row.more = true;
      return;
    }
    if (item.name == ".git") continue;
    ++counted_;
    if (item.type == EntryType::kFolder)
      stack_.push_back({join_path(frame.path, item.name), nullptr, frame.ignores, frame.left_out});
    else
      ++row.files;
  }
}

// Git, too, follows no link to an ignore file; a pipe of that name must not be waited for.
void Walker::enter_ignore_file(Frame& frame, const Items& items, std::size_t depth) {
  if (!has_item(items, ".gitignore")) return;
  auto path = join_path(frame.path, ".gitignore");
  auto text = read_beneath(plan_.root, path, kMaxIgnoreFile);
  if (!text) {
    if (text.error().message.starts_with("too large"))
      skip(path, "ignore rules not honoured: " + text.error().message);
    return;
  }
  auto list = IgnoreList::parse(*text);
  if (list.dropped() > 0)
    skip(path,
         fmt::format("ignore rules not honoured: {} lines beyond the limits", list.dropped()));
  frame.ignores = plan_.ignores.add(frame.ignores, path, depth, std::move(list));
}

bool Walker::is_ignored(const Frame& frame, bool is_folder, std::string& reason) {
  auto decision = plan_.ignores.decide(frame.ignores, parts_, is_folder);
  if (!decision.ignored()) return false;
  reason = fmt::format("ignored: {} ({})", display(decision.pattern->text, 60),
                       display(decision.source, 60));
  return true;
}

bool Walker::is_changed(const std::string& path, bool tracked) const {
  return plan_.compared &&
         (!tracked || std::binary_search(plan_.changed.begin(), plan_.changed.end(), path));
}

void Walker::take(const Frame& frame, const UniqueFd& folder,
                  const std::shared_ptr<const Items>& items) {
  // Backwards, so that the first folder ends up on top of the stack.
  for (auto at = items->rbegin(); at != items->rend(); ++at) {
    const FolderItem& item = *at;
    if (item.name == ".git") continue;
    FileStatus status;
    status.type = item.type;
    if (item.type == EntryType::kFile || item.type == EntryType::kUnknown)
      status = status_of(folder.get(), item.name);
    if (status.type == EntryType::kFile) {
      take_file(frame, item, status, *items);
    } else if (status.type != EntryType::kFolder) {
      auto path = join_path(frame.path, item.name);
      tracked_.meet(path);
      skip(std::move(path), std::string(name_of(status.type)));
    } else if (parts_.size() - plan_.prefix.size() >= plan_.limits.max_depth) {
      skip(join_path(frame.path, item.name),
           fmt::format("too deep: limit {} folders", plan_.limits.max_depth), true);
    } else {
      stack_.push_back({join_path(frame.path, item.name), items, frame.ignores, frame.left_out});
    }
  }
}

// In a comparison, whether a file is as git last saw it has been found out already.
BlobState Walker::blob_state(const TrackedFile* known, const FileStatus& status) const {
  if (!known || known->blob.empty()) return BlobState::kUnsure;
  if (plan_.compared) return BlobState::kUnchanged;
  bool same = known->modified != 0 && known->modified == status.modified &&
              known->status_changed == status.status_changed &&
              known->size == static_cast<std::uint32_t>(status.size);
  return same ? BlobState::kUnchanged : BlobState::kUnsure;
}

void Walker::take_file(const Frame& frame, const FolderItem& item, const FileStatus& status,
                       const Items& siblings) {
  auto path = join_path(frame.path, item.name);
  const TrackedFile* known = tracked_.meet(path);
  parts_.push_back(item.name);
  auto parts = parts_below_root();
  std::string reason;
  bool changed = is_changed(path, known != nullptr);
  std::optional<bool> is_tracked;
  if (uses_git_) is_tracked = known != nullptr;
  LeftOut* row =
      frame.left_out == kListed ? nullptr : &left_out_[static_cast<std::size_t>(frame.left_out)];
  bool kept = !row || (row->ignored ? known != nullptr
                                    : authorship_of(plan_.excludes.attributes, parts).own);
  if (!kept) {
    ++row->files;
  } else if (auto excluded =
                 excluded_file(plan_.excludes, {parts, siblings, is_tracked, changed})) {
    skip(std::move(path), std::move(*excluded));
  } else if (!known && is_ignored(frame, false, reason)) {
    skip(std::move(path), std::move(reason));
  } else {
    listing_.entries.push_back({std::move(path), status.size,
                                known ? known->executable : status.executable, known != nullptr,
                                known ? known->blob : std::string(), changed,
                                blob_state(known, status)});
  }
  parts_.pop_back();
}

// Tracked files that were not met: deleted, or never checked out.
void Walker::report_missing() {
  std::unordered_set<std::string> unvisited;
  for (const Skipped& row : listing_.skipped) unvisited.insert(row.path);
  auto lies_in_unvisited = [&](std::string path) {
    while (!path.empty() && !unvisited.contains(path)) path = folder_of(path);
    return !path.empty() || unvisited.contains(".");
  };
  std::uint64_t sparse = 0;
  for (const TrackedFile* file : tracked_.unmet()) {
    if (lies_in_unvisited(file->path)) continue;
    if (file->submodule)
      skip(file->path, "submodule: a repository of its own");
    else if (file->checked_out)
      skip(file->path, "missing: git tracks it, but it is not there");
    else
      ++sparse;
  }
  if (sparse > 0)
    skip(".git", fmt::format("sparse checkout: {} files are not checked out", sparse));
}

// Sorts, and gives every path one place: a row of `skipped` counts before an entry.
void Walker::settle() {
  auto by_path = [](const auto& a, const auto& b) { return a.path < b.path; };
  auto same_path = [](const auto& a, const auto& b) { return a.path == b.path; };
  auto& entries = listing_.entries;
  auto& skipped = listing_.skipped;
  std::sort(entries.begin(), entries.end(), by_path);
  std::stable_sort(skipped.begin(), skipped.end(), by_path);
  skipped.erase(std::unique(skipped.begin(), skipped.end(), same_path), skipped.end());
  std::erase_if(entries, [&](const Entry& entry) {
    auto at = std::lower_bound(skipped.begin(), skipped.end(), entry, by_path_of_entry);
    return at != skipped.end() && at->path == entry.path;
  });
}

void Walker::finish() {
  for (LeftOut& row : left_out_) {
    auto files = fmt::format("{}{} {}", row.more ? "more than " : "", row.files,
                             row.files == 1 ? "file" : "files");
    if (row.files > 0 || row.more || !row.ignored)
      skip(std::move(row.path), fmt::format("{}, {}", row.reason, files));
  }
  for (Frame& frame : stack_)  // what the limit on entries has left
    if (frame.left_out == kListed) skip(std::move(frame.path), too_many(), true);
  if (plan_.ignores.exhausted())
    skip(".gitignore", "ignore rules not honoured to the end: too many patterns", true);
  report_missing();
  settle();
}

}  // namespace

Listing walk(WalkPlan plan) {
  return Walker(std::move(plan)).run();
}

}  // namespace stackfit
