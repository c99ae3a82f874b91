#include "tree/snapshot_tree.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "tree/beneath.h"
#include "tree/git_repository.h"
#include "tree/isolate.h"

namespace stackfit {
namespace {

constexpr std::uint64_t kMaxAttributes = 1 << 20;
constexpr IsolationLimits kBlobLimits{10, 30, 1ull << 30, 128ull << 20};
constexpr char kBytes = 'B', kProblem = 'E';

Error problem(std::string message) {
  return {ErrorKind::kInput, std::move(message), "", ""};
}

Error too_large(std::uint64_t size, std::uint64_t limit) {
  return problem(fmt::format("too large: {}, limit {}", show_size(size), show_size(limit)));
}

// The repository of one process; a fork opens its own.
class ObjectReader {
 public:
  ObjectReader(const std::string& path, bool allow_external)
      : opened_(git::open(path, allow_external, git::Layout::kAny)) {
    git_odb* odb = nullptr;
    if (opened_.problem.empty() && git_repository_odb(&odb, opened_.repository.get()) == 0)
      odb_.reset(odb);
  }

  Result<std::string> read(const std::string& blob, std::uint64_t max_bytes) {
    git_oid id;
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_ANY;
    if (!odb_) return problem("unreadable: " + opened_.problem);
    if (git_oid_fromstr(&id, blob.c_str()) != 0 ||
        git_odb_read_header(&size, &type, odb_.get(), &id) != 0)
      return problem("unreadable: its content is not in this clone");
    if (size > max_bytes) return too_large(size, max_bytes);
    git_blob* found = nullptr;
    if (git_blob_lookup(&found, opened_.repository.get(), &id) != 0)
      return problem("unreadable: " + git::last_message());
    git::Blob content(found);
    return std::string(static_cast<const char*>(git_blob_rawcontent(found)),
                       static_cast<std::size_t>(git_blob_rawsize(found)));
  }

 private:
  git::Opened opened_;
  git::Odb odb_;
};

class SnapshotTree final : public Tree {
 public:
  explicit SnapshotTree(SnapshotPlan plan) : plan_(std::move(plan)) {}

  Result<Listing> list() override {
    if (plan_.use_attributes)
      if (auto text = read(".gitattributes", kMaxAttributes))
        plan_.excludes.attributes = parse_attributes(*text);
    make_folders();
    Listing listing;
    listing.name = plan_.name;
    listing.revision = plan_.data.head;
    for (const auto& file : plan_.data.files) take(file, listing);
    for (const auto& [path, folder] : folders_)
      if (!folder.excluded.empty() && folder.files > 0)
        listing.skipped.push_back({path, fmt::format("{}, {} file{}", folder.excluded, folder.files,
                                                     folder.files == 1 ? "" : "s")});
    std::sort(listing.skipped.begin(), listing.skipped.end(),
              [](const Skipped& a, const Skipped& b) { return a.path < b.path; });
    return listing;
  }

  Result<std::string> read(const std::string& path, std::uint64_t max_bytes) const override {
    const TrackedFile* file = find(path);
    if (file == nullptr || file->submodule || file->link) return problem("no such file");
    return read_blob(file->blob, max_bytes);
  }

  // By content alone: the entry may be of another state of the same repository.
  Result<std::string> read_entry(const Entry& entry, std::uint64_t max_bytes) const override {
    return read_blob(entry.blob, max_bytes);
  }

 private:
  struct Folder {
    std::vector<FolderItem> items;  // sorted
    std::string excluded;           // why nothing in it is listed
    std::size_t files = 0;          // left out with it
  };

  Result<std::string> read_blob(const std::string& blob, std::uint64_t max_bytes) const {
    if (::getpid() != owner_) return read_here(blob, max_bytes);
    auto bytes = run_isolated(kBlobLimits, [&] {
      auto text = read_here(blob, max_bytes);
      return text ? kBytes + *text : kProblem + text.error().message;
    });
    if (!bytes) return problem("reading it " + bytes.error().message);
    if (!bytes->starts_with(kBytes)) return problem(display(bytes->substr(1), 200));
    return bytes->substr(1);
  }

  const TrackedFile* find(const std::string& path) const {
    const auto& files = plan_.data.files;
    auto at =
        std::lower_bound(files.begin(), files.end(), path,
                         [](const TrackedFile& f, const std::string& p) { return f.path < p; });
    return at != files.end() && at->path == path ? &*at : nullptr;
  }

  Result<std::string> read_here(const std::string& blob, std::uint64_t max_bytes) const {
    if (!reader_) reader_ = std::make_unique<ObjectReader>(plan_.path, plan_.allow_external);
    return reader_->read(blob, max_bytes);
  }

  void add_item(const std::string& folder, std::string_view name, EntryType type) {
    auto& items = folders_[folder].items;
    if (items.empty() || items.back().name != name) items.push_back({std::string(name), type});
  }

  void make_folders() {
    folders_.clear();
    for (const auto& file : plan_.data.files) {
      add_item(std::string(folder_of(file.path)), base_name(file.path), EntryType::kFile);
      for (auto path = std::string(folder_of(file.path)); !path.empty(); path = folder_of(path))
        add_item(std::string(folder_of(path)), base_name(path), EntryType::kFolder);
    }
    for (auto& [path, folder] : folders_) {
      std::sort(folder.items.begin(), folder.items.end(),
                [](const FolderItem& a, const FolderItem& b) { return a.name < b.name; });
      auto same = [](const FolderItem& a, const FolderItem& b) { return a.name == b.name; };
      folder.items.erase(std::unique(folder.items.begin(), folder.items.end(), same),
                         folder.items.end());
    }
    for (auto& [path, folder] : folders_) exclude(path, folder);
  }

  // Folders come before what lies in them.
  void exclude(const std::string& path, Folder& folder) {
    if (path.empty()) return;
    auto parts = split_path(path);
    if (auto reason = excluded_folder(plan_.excludes,
                                      {parts, folders_[std::string(folder_of(path))].items, true},
                                      folder.items))
      folder.excluded = std::move(*reason);
  }

  // The outermost folder above the file that is left out; null when none is.
  Folder* excluded_above(const std::string& path) {
    Folder* outermost = nullptr;
    for (auto above = std::string(folder_of(path)); !above.empty(); above = folder_of(above))
      if (auto& folder = folders_[above]; !folder.excluded.empty()) outermost = &folder;
    return outermost;
  }

  void take(const TrackedFile& file, Listing& listing) {
    auto parts = split_path(file.path);
    bool own = authorship_of(plan_.excludes.attributes, parts).own;
    bool changed = std::binary_search(plan_.changed.begin(), plan_.changed.end(), file.path);
    const auto& siblings = folders_[std::string(folder_of(file.path))].items;
    if (file.submodule) {
      listing.skipped.push_back({file.path, "submodule: a repository of its own"});
    } else if (file.link) {
      listing.skipped.push_back({file.path, "symbolic link: not followed"});
    } else if (Folder* folder = excluded_above(file.path); folder != nullptr && !own) {
      ++folder->files;
    } else if (auto reason = excluded_file(plan_.excludes, {parts, siblings, true, changed})) {
      listing.skipped.push_back({file.path, std::move(*reason)});
    } else {
      listing.entries.push_back(
          {file.path, file.size, file.executable, true, file.blob, changed, BlobState::kContent});
    }
  }

  SnapshotPlan plan_;
  std::map<std::string, Folder> folders_;
  pid_t owner_ = ::getpid();
  mutable std::unique_ptr<ObjectReader> reader_;  // of a forked process; never of the owner
};

}  // namespace

std::unique_ptr<Tree> snapshot_tree(SnapshotPlan plan) {
  return std::make_unique<SnapshotTree>(std::move(plan));
}

}  // namespace stackfit
