#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/finding.h"
#include "core/options.h"
#include "core/result.h"
#include "tree/excludes.h"

namespace stackfit {

/// What `Entry::blob` says of the content.
enum class BlobState : std::uint8_t {
  kUnsure,     ///< git's index names it, but the file may have changed since
  kUnchanged,  ///< the file is as git last saw it; its bytes may be git's conversion (line ends)
  kContent,    ///< it is the id of the bytes that are read
};

/// One regular file of the tree.
struct Entry {
  std::string path;  ///< relative to the root, `/` between components, raw bytes
  std::uint64_t size = 0;
  bool executable = false;  ///< mode bit; what a shebang needs to mean anything
  bool tracked = false;     ///< known to git
  std::string blob = {};    ///< id of the content in git's index or in a commit
  bool changed = false;     ///< of two states that are compared: the other one has not this file
  BlobState blob_state = BlobState::kUnsure;
};

/// Everything a tree holds: files to analyse, and what was left out with its reason. Sorted
/// bytewise by path, each path once.
struct Listing {
  std::vector<Entry> entries;
  std::vector<Skipped> skipped;
  std::string name;      ///< of the root folder or repository
  std::string revision;  ///< commit id of HEAD, or empty
};

/// Where the code lives. The only door to the scanned files. Implementations: a git working tree, a
/// plain directory, memory.
class Tree {
 public:
  virtual ~Tree() = default;
  /// Lists regular files. Untrusted names and git data are read in a disposable process.
  virtual Result<Listing> list() = 0;
  /// The bytes of one listed file. Fails when it is gone, unreadable, not a regular file any more
  /// or larger than `max_bytes`. Never follows a symbolic link and never leaves the root.
  virtual Result<std::string> read(const std::string& path, std::uint64_t max_bytes) const = 0;
  /// The same for a listed entry. Differs where one path stands for several contents (a history).
  virtual Result<std::string> read_entry(const Entry& entry, std::uint64_t max_bytes) const {
    return read(entry.path, max_bytes);
  }
};

/// Opens `options.root`: a git working tree where there is a usable `.git`, else a plain folder. A
/// `.git` that cannot be used (foreign owner, unsupported format, leading outside) costs what git
/// knows, and the listing's `skipped` says so under the path `.git`. `defaults` is the table of
/// files that are not the project's own work (`load_excludes`). Fails with kInput when the root is
/// missing, no folder, unreadable or a bare repository, with kConfig on a bad exclude pattern.
Result<std::unique_ptr<Tree>> open_tree(const Options& options, const ExcludeTable& defaults);

/// Opens the files of a commit of `options.root`, which may be a bare repository; nothing is
/// checked out. Fails with kInput when there is no usable repository or no such commit in it.
Result<std::unique_ptr<Tree>> open_revision(const Options& options, const ExcludeTable& defaults,
                                            const std::string& revision);

/// Two states of one repository: what is looked at, and what it is compared with. Blob ids of both
/// are of the content itself, or empty; files with the same id are the same.
struct TreePair {
  std::unique_ptr<Tree> head;
  std::unique_ptr<Tree> base;
  std::string base_revision;  ///< commit id; empty before the first commit
};

/// Opens the states `options.change` asks for: the index and HEAD, or the working tree and a
/// commit. Whatever stands in the way (no repository, foreign owner, a revision or an ancestor this
/// clone does not have, unmerged files) is an error with its remedy: a comparison with the wrong
/// thing, or with nothing, would be worse than none.
Result<TreePair> open_change(const Options& options, const ExcludeTable& defaults);

/// A tree in memory, called `name`: what tests, rule examples and standard input use.
std::unique_ptr<Tree> memory_tree(std::vector<std::pair<std::string, std::string>> files,
                                  std::string name = "memory");

}  // namespace stackfit
