// Where two branches parted. libgit2 1.5 knows nothing of shallow clones and fails on the first
// parent that is not there, so the walk is ours: commits in order of their dates, marked by which
// side reaches them, until one is reached by both (git's paint_down_to_common, commit-reach.c, of
// which the newest common ancestor is all that is needed). A commit listed in `.git/shallow`
// counts as one without parents; if the walk ran into one and found nothing, the clone is too
// shallow to tell, which is not the same as "no common ancestor".
#include "tree/git_history.h"

#include <fmt/format.h>

#include <map>
#include <queue>
#include <set>

#include "core/text.h"
#include "tree/beneath.h"

namespace stackfit::git {
namespace {

constexpr std::uint64_t kMaxShallowFile = 16 << 20;
constexpr std::size_t kMostCommits = 2'000'000;
constexpr unsigned kOurs = 1, kTheirs = 2;

Error problem(std::string message, std::string hint) {
  return {ErrorKind::kInput, std::move(message), "", std::move(hint)};
}

struct Ancestor {
  Commit commit;         // null: none was found
  bool cut_off = false;  // the history ends before it could be told
};

class CommonAncestor {
 public:
  explicit CommonAncestor(git_repository* repository)
      : repository_(repository), shallow_(shallow_commits(repository)) {}

  Ancestor of(const git_oid& ours, const git_oid& theirs) {
    reach(ours, kOurs);
    reach(theirs, kTheirs);
    Ancestor result;
    while (!queue_.empty() && marks_.size() < kMostCommits) {
      std::string id = queue_.top().second;
      queue_.pop();
      queued_.erase(id);
      unsigned marks = marks_[id];
      if (marks == (kOurs | kTheirs)) {
        result.commit = lookup(id);
        return result;
      }
      spread(id, marks);
    }
    result.cut_off = cut_off_;
    return result;
  }

 private:
  using Item = std::pair<git_time_t, std::string>;

  Commit lookup(const std::string& id) {
    git_oid oid;
    if (git_oid_fromstr(&oid, id.c_str()) != 0) return nullptr;
    return commit_of(repository_, oid);
  }

  void reach(const git_oid& oid, unsigned marks) {
    auto id = text_of(oid);
    unsigned& known = marks_[id];
    if ((known | marks) == known) return;
    known |= marks;
    if (queued_.contains(id)) return;
    Commit commit = commit_of(repository_, oid);
    if (!commit) {
      cut_off_ = true;
      return;
    }
    queue_.push({git_commit_time(commit.get()), id});
    queued_.insert(id);
  }

  void spread(const std::string& id, unsigned marks) {
    if (shallow_.contains(id)) {
      cut_off_ = true;
      return;
    }
    Commit commit = lookup(id);
    if (!commit) return;
    for (unsigned i = 0; i < git_commit_parentcount(commit.get()); ++i)
      reach(*git_commit_parent_id(commit.get(), i), marks);
  }

  git_repository* repository_;
  std::set<std::string> shallow_;
  std::map<std::string, unsigned> marks_;
  std::priority_queue<Item> queue_;
  std::set<std::string> queued_;
  bool cut_off_ = false;
};

// The working folder's HEAD; every comparison with a revision needs one.
Result<Commit> need_head(git_repository* repository) {
  auto head = head_commit(repository);
  if (head) return head;
  return problem("HEAD names no commit of this repository", "commit something first");
}

Result<Commit> unknown(const BaseChoice& choice) {
  return problem(fmt::format("there is no revision \"{}\" in this clone", display(choice.revision)),
                 choice.remedy);
}

Result<Commit> merge_parent(git_repository* repository, const BaseChoice& choice) {
  auto head = need_head(repository);
  if (!head) return head.error();
  if (git_commit_parentcount(head->get()) < 2) return Commit();
  Commit parent = commit_of(repository, *git_commit_parent_id(head->get(), 0));
  if (parent) return parent;
  return problem("this clone is too shallow: it lacks the first parent of HEAD", choice.remedy);
}

Result<Commit> merge_base(git_repository* repository, const BaseChoice& choice) {
  auto head = need_head(repository);
  if (!head) return head.error();
  auto other = find_commit(repository, choice.revision);
  if (!other) return choice.optional ? Result<Commit>(Commit()) : unknown(choice);
  auto found =
      CommonAncestor(repository).of(*git_commit_id(head->get()), *git_commit_id(other.get()));
  if (found.commit) return std::move(found.commit);
  auto shown = display(choice.revision);
  if (found.cut_off)
    return problem(
        fmt::format("this clone is too shallow to tell where HEAD and \"{}\" parted", shown),
        "get the history: git fetch --unshallow (actions/checkout: fetch-depth: 0)");
  return problem(fmt::format("HEAD and \"{}\" have no common ancestor", shown),
                 "compare with a revision of this history");
}

Result<Commit> exactly(git_repository* repository, const BaseChoice& choice) {
  auto commit = find_commit(repository, choice.revision);
  if (!commit && !choice.optional) return unknown(choice);
  return commit;
}

Result<Commit> follow(git_repository* repository, const BaseChoice& choice) {
  switch (choice.kind) {
    case BaseChoice::Kind::kMergeBase:
      return merge_base(repository, choice);
    case BaseChoice::Kind::kExact:
      return exactly(repository, choice);
    case BaseChoice::Kind::kFirstParent:
      return merge_parent(repository, choice);
  }
  return Commit();
}

}  // namespace

std::set<std::string> shallow_commits(git_repository* repository) {
  UniqueFd folder = open_root(git_repository_commondir(repository));
  auto text = read_beneath(folder.get(), "shallow", kMaxShallowFile);
  std::set<std::string> ids;
  if (!text) return ids;
  for (auto line : split(*text, '\n'))
    if (!trim(line).empty()) ids.emplace(trim(line));
  return ids;
}

Commit commit_of(git_repository* repository, const git_oid& id) {
  git_commit* found = nullptr;
  git_commit_lookup(&found, repository, &id);
  return Commit(found);
}

Commit find_commit(git_repository* repository, const std::string& revision) {
  git_object* found = nullptr;
  if (git_revparse_single(&found, repository, revision.c_str()) != 0) return nullptr;
  Object object(found);
  git_object* peeled = nullptr;
  if (git_object_peel(&peeled, object.get(), GIT_OBJECT_COMMIT) != 0) return nullptr;
  return Commit(reinterpret_cast<git_commit*>(peeled));
}

Commit head_commit(git_repository* repository) {
  git_oid id;
  if (git_reference_name_to_id(&id, repository, "HEAD") != 0) return nullptr;
  return commit_of(repository, id);
}

Result<Commit> find_base(git_repository* repository, const std::vector<BaseChoice>& choices) {
  for (const auto& choice : choices) {
    auto commit = follow(repository, choice);
    if (!commit || *commit) return commit;
  }
  return problem("cannot tell which commit to compare with",
                 "name it: --since main, --since HEAD~1");
}

}  // namespace stackfit::git
