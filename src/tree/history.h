#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/options.h"
#include "core/result.h"
#include "tree/excludes.h"
#include "tree/git_data.h"
#include "tree/tree.h"

namespace stackfit {

struct HistoryQuestion {
  std::string path;  ///< of the repository, resolved
  bool allow_external = false;
  std::string revision = "HEAD";  ///< where the history ends
  unsigned states = 30;           ///< at most
  bool tags = false;              ///< states are commits that have a tag; else first parents
  unsigned changes_of = 5000;     ///< commits whose changes are counted, at most
};

/// The files of one commit, told as what differs from the state before it in History::states.
struct HistoryState {
  std::string id;
  std::int64_t time = 0;             ///< of the commit, seconds since 1970
  std::vector<std::string> tags;     ///< sorted
  std::vector<TrackedFile> changes;  ///< sorted by path; without an id: it is not there
};

/// How often a file was changed, by whom, and when last: merges apart, renames not followed.
struct FileHistory {
  std::string path;
  std::uint32_t commits = 0;
  std::uint32_t authors = 0;
  std::string main_author;         ///< of the most commits; the first by name of equals
  std::uint32_t main_commits = 0;  ///< of that author
  std::int64_t last = 0;           ///< seconds since 1970
};

struct History {
  std::vector<HistoryState> states;  ///< newest first
  std::vector<FileHistory> files;    ///< of the newest state, sorted by path
  std::uint32_t commits = 0;         ///< whose changes were counted
  bool shallow = false;              ///< this clone lacks the older commits
  bool more = false;                 ///< there are more commits than were counted
};

/// Reads the history with libgit2, in a disposable process with limits. Fails with kInput when the
/// revision is unknown or git's data cannot be read.
Result<History> read_history(const HistoryQuestion& question);

std::string encode_history(const History& history);
/// The bytes are untrusted: anything out of order makes the whole unusable.
Result<History> decode_history(std::string_view bytes);

/// States of a repository as trees. Fails like open_revision().
class HistoryTrees {
 public:
  /// Checks `options.root` and reads its history; `question.path` is filled in.
  static Result<HistoryTrees> open(const Options& options, const ExcludeTable& defaults,
                                   HistoryQuestion question);
  const History& history() const { return history_; }
  /// The files of a state. States are asked for in order, each once. The tree reads entries of any
  /// state (Tree::read_entry).
  std::unique_ptr<Tree> next();

 private:
  History history_;
  Excludes excludes_;
  std::string path_, name_;
  bool use_attributes_ = true, allow_external_ = false;
  std::vector<TrackedFile> files_;  // of the state handed out last
  std::size_t at_ = 0;
};

}  // namespace stackfit
