// The history as far as stackfit wants it, read in one go. States are commits: those along first
// parents, which is what a main branch was at some time, or those with tags. Changes are counted
// over every commit that is no merge, newest first, up to a number. A shallow clone ends at the
// commits of `.git/shallow`; what it lacks is said, not guessed.
#include "tree/history.h"

#include <algorithm>
#include <map>
#include <queue>
#include <set>

#include "core/text.h"
#include "tree/git_change.h"
#include "tree/git_files.h"
#include "tree/git_history.h"
#include "tree/isolate.h"

namespace stackfit {
namespace {

constexpr IsolationLimits kHistoryLimits{120, 240, 2ull << 30, 512ull << 20};
constexpr std::size_t kMostTags = 100'000;

Error problem(std::string message, std::string hint = "") {
  return {ErrorKind::kInput, std::move(message), "", std::move(hint)};
}

struct Reading {
  git_repository* repository;
  const HistoryQuestion& question;
  std::set<std::string> shallow;
  History history;
};

git::Commit first_parent(Reading& reading, git_commit* commit) {
  if (git_commit_parentcount(commit) == 0) return nullptr;
  if (reading.shallow.contains(git::text_of(*git_commit_id(commit)))) {
    reading.history.shallow = true;
    return nullptr;
  }
  auto parent = git::commit_of(reading.repository, *git_commit_parent_id(commit, 0));
  if (!parent) reading.history.shallow = true;
  return parent;
}

git::Commit again(const Reading& reading, git_commit* commit) {
  return git::commit_of(reading.repository, *git_commit_id(commit));
}

std::vector<git::Commit> first_parents(Reading& reading, git_commit* head) {
  std::vector<git::Commit> commits;
  for (auto at = again(reading, head); at && commits.size() < reading.question.states;) {
    auto parent = first_parent(reading, at.get());
    commits.push_back(std::move(at));
    at = std::move(parent);
  }
  return commits;
}

// Tag names by the commit they lead to.
std::map<std::string, std::vector<std::string>> tags_of(git_repository* repository) {
  std::map<std::string, std::vector<std::string>> tags;
  git_strarray names = {};
  if (git_tag_list(&names, repository) != 0) return tags;
  for (std::size_t i = 0; i < std::min(names.count, kMostTags); ++i)
    if (auto commit = git::find_commit(repository, std::string("refs/tags/") + names.strings[i]))
      tags[git::text_of(*git_commit_id(commit.get()))].emplace_back(names.strings[i]);
  git_strarray_dispose(&names);
  for (auto& [id, list] : tags) std::sort(list.begin(), list.end());
  return tags;
}

bool is_newer(const git::Commit& a, const git::Commit& b) {
  auto ours = git_commit_time(a.get()), theirs = git_commit_time(b.get());
  if (ours != theirs) return ours > theirs;
  return git_oid_cmp(git_commit_id(a.get()), git_commit_id(b.get())) < 0;
}

std::vector<git::Commit> tagged_commits(
    const Reading& reading, const std::map<std::string, std::vector<std::string>>& tags) {
  std::vector<git::Commit> commits;
  for (const auto& [id, names] : tags) {
    git_oid oid;
    if (git_oid_fromstr(&oid, id.c_str()) != 0) continue;
    if (auto commit = git::commit_of(reading.repository, oid)) commits.push_back(std::move(commit));
  }
  std::sort(commits.begin(), commits.end(), is_newer);
  if (commits.size() > reading.question.states) commits.resize(reading.question.states);
  return commits;
}

Result<void> read_states(Reading& reading, git_commit* head) {
  auto tags = tags_of(reading.repository);
  auto commits =
      reading.question.tags ? tagged_commits(reading, tags) : first_parents(reading, head);
  git_commit* before = nullptr;
  for (const auto& commit : commits) {
    auto changes = git::changes_between(reading.repository, before, commit.get());
    if (!changes) return changes.error();
    HistoryState state;
    state.id = git::text_of(*git_commit_id(commit.get()));
    state.time = git_commit_time(commit.get());
    if (auto named = tags.find(state.id); named != tags.end()) state.tags = named->second;
    state.changes = std::move(*changes);
    git::add_sizes(reading.repository, state.changes);
    reading.history.states.push_back(std::move(state));
    before = commit.get();
  }
  return {};
}

struct Tally {
  std::uint32_t commits = 0;
  std::map<std::string, std::uint32_t> authors;
  std::int64_t last = 0;
};

// Commits in order of their dates, each once.
class Walk {
 public:
  Walk(Reading& reading, git_commit* head) : reading_(reading) { add(again(reading, head)); }

  git::Commit next() {
    if (queue_.empty()) return nullptr;
    auto id = queue_.top().second;
    queue_.pop();
    git_oid oid;
    git_oid_fromstr(&oid, id.c_str());
    auto commit = git::commit_of(reading_.repository, oid);
    if (!commit) return nullptr;
    if (git_commit_parentcount(commit.get()) > 0 && reading_.shallow.contains(id)) {
      reading_.history.shallow = true;
      return commit;
    }
    for (unsigned i = 0; i < git_commit_parentcount(commit.get()); ++i)
      add(git::commit_of(reading_.repository, *git_commit_parent_id(commit.get(), i)));
    return commit;
  }

 private:
  void add(const git::Commit& commit) {
    if (!commit) {
      reading_.history.shallow = true;
      return;
    }
    auto id = git::text_of(*git_commit_id(commit.get()));
    if (seen_.insert(id).second) queue_.push({git_commit_time(commit.get()), id});
  }

  Reading& reading_;
  std::priority_queue<std::pair<git_time_t, std::string>> queue_;
  std::set<std::string> seen_;
};

// The commit at which a shallow clone ends has every file as a change; that says nothing.
bool has_own_changes(const Reading& reading, git_commit* commit) {
  return git_commit_parentcount(commit) <= 1 &&
         !reading.shallow.contains(git::text_of(*git_commit_id(commit)));
}

Result<void> count_commit(Reading& reading, git_commit* commit,
                          std::map<std::string, Tally>& files) {
  if (!has_own_changes(reading, commit)) return {};
  auto parent = first_parent(reading, commit);
  if (!parent && git_commit_parentcount(commit) > 0) return {};
  auto changes = git::changes_between(reading.repository, parent.get(), commit);
  if (!changes) return changes.error();
  const git_signature* author = git_commit_author(commit);
  std::string name = author != nullptr && author->name != nullptr ? author->name : "";
  for (const auto& change : *changes) {
    auto known = files.find(change.path);
    if (known == files.end()) continue;
    ++known->second.commits;
    ++known->second.authors[name];
    known->second.last = std::max<std::int64_t>(known->second.last, git_commit_time(commit));
  }
  return {};
}

FileHistory summary_of(const std::string& path, const Tally& tally) {
  FileHistory file;
  file.path = path;
  file.commits = tally.commits;
  file.authors = static_cast<std::uint32_t>(tally.authors.size());
  file.last = tally.last;
  for (const auto& [name, commits] : tally.authors)
    if (commits > file.main_commits) file.main_commits = commits, file.main_author = name;
  return file;
}

Result<void> count_changes(Reading& reading, git_commit* head) {
  auto present = git::files_of(reading.repository, head);
  if (!present) return present.error();
  std::map<std::string, Tally> files;
  for (const auto& file : *present)
    if (!file.submodule && !file.link) files.emplace(file.path, Tally{});
  Walk walk(reading, head);
  while (auto commit = walk.next()) {
    if (reading.history.commits == reading.question.changes_of) {
      reading.history.more = true;
      break;
    }
    ++reading.history.commits;
    if (auto counted = count_commit(reading, commit.get(), files); !counted) return counted.error();
  }
  for (const auto& [path, tally] : files) reading.history.files.push_back(summary_of(path, tally));
  return {};
}

// Runs in the child.
std::string read_here(const HistoryQuestion& question) {
  auto [repository, refused] = git::open(question.path, question.allow_external, git::Layout::kAny);
  if (!refused.empty()) return encode_git_failure(problem("git data not used: " + refused));
  auto head = git::find_commit(repository.get(), question.revision);
  if (!head)
    return encode_git_failure(
        problem("there is no commit \"" + display(question.revision) + "\" in this clone",
                "commit something first"));
  Reading reading{repository.get(), question, git::shallow_commits(repository.get()), {}};
  if (auto read = read_states(reading, head.get()); !read) return encode_git_failure(read.error());
  if (auto read = count_changes(reading, head.get()); !read)
    return encode_git_failure(read.error());
  return encode_history(reading.history);
}

}  // namespace

Result<History> read_history(const HistoryQuestion& question) {
  auto bytes = run_isolated(kHistoryLimits, [&] { return read_here(question); });
  if (bytes) return decode_history(*bytes);
  return problem("reading git's data " + bytes.error().message, "check it with: git fsck");
}

}  // namespace stackfit
