// Git working trees, sound and hostile. The repositories are made with the git program; without it
// there is nothing to test here.
#include <unistd.h>

#include <algorithm>

#include "rules/excludes.h"
#include "support/catch.h"
#include "support/temp_folder.h"
#include "tree/git_data.h"
#include "tree/tree.h"

using namespace stackfit;

namespace {

using Names = std::vector<std::string>;

Listing list(const std::string& root, Options options = {}) {
  options.root = root;
  auto tree = open_tree(options, load_excludes());
  REQUIRE(tree);
  return (*tree)->list().value();
}

Names entries(const Listing& listing) {
  Names paths;
  for (const auto& entry : listing.entries)
    paths.push_back(entry.path + (entry.tracked ? "" : " (untracked)"));
  return paths;
}

std::string reason_for(const Listing& listing, std::string_view path) {
  auto at = std::find_if(listing.skipped.begin(), listing.skipped.end(),
                         [&](const Skipped& row) { return row.path == path; });
  return at == listing.skipped.end() ? "" : at->reason;
}

struct Repository : TempFolder {
  Repository() {
    write("tracked.js");
    write("untracked.js");
    ready = git({"init", "-q"}) && git({"add", "tracked.js"}) && git({"commit", "-qm", "first"});
  }
  std::string head() const { return git_output({"rev-parse", "HEAD"}).substr(0, 40); }
  bool ready = false;
};

}  // namespace

TEST_CASE("a working tree is what git tracks, and what it neither tracks nor ignores") {
  if (!git_is_installed()) return;
  Repository repository;
  REQUIRE(repository.ready);
  repository.write(".gitignore", "*.log\nbuilt/\n");
  repository.write("a.log");
  repository.write("kept.log");
  repository.write("built/kept.js");
  repository.write("built/a.js");
  repository.write("built/deep/b.js");
  repository.write(".git/info/exclude", "secret.js\n");
  repository.write("secret.js");
  repository.write("script", "#!/usr/bin/env node\n");
  REQUIRE(repository.git({"add", "-f", "kept.log", "built/kept.js", "script", ".gitignore"}));
  REQUIRE(repository.git({"update-index", "--chmod=+x", "script"}));
  auto listing = list(repository.path());
  CHECK(entries(listing) == Names{".gitignore", "built/kept.js", "kept.log", "script", "tracked.js",
                                  "untracked.js (untracked)"});
  CHECK(listing.revision == repository.head());
  CHECK(listing.entries[3].executable);
  CHECK(listing.entries[4].blob == "587be6b4c3f93f93c489c0111bba5596147a26cb");  // of "x\n"
  REQUIRE(listing.skipped.size() == 3);
  CHECK(reason_for(listing, "a.log") == "ignored: *.log (.gitignore)");
  CHECK(reason_for(listing, "built") == "ignored: built/ (.gitignore), 2 files");
  CHECK(reason_for(listing, "secret.js") == "ignored: secret.js (.git/info/exclude)");
}

TEST_CASE("an empty repository has no revision, a deleted file is said to be missing") {
  if (!git_is_installed()) return;
  TempFolder unborn;
  unborn.write("a.js");
  REQUIRE(unborn.git({"init", "-q"}));
  CHECK(entries(list(unborn.path())) == Names{"a.js (untracked)"});
  CHECK(list(unborn.path()).revision.empty());
  Repository repository;
  ::unlink(repository.path("tracked.js").c_str());
  CHECK(reason_for(list(repository.path()), "tracked.js") ==
        "missing: git tracks it, but it is not there");
}

TEST_CASE("submodules are named, repositories inside are read as folders") {
  if (!git_is_installed()) return;
  Repository library, repository;
  REQUIRE(repository.git({"submodule", "--quiet", "add", library.path(), "libs/sub"}));
  repository.write("inner/a.js");
  REQUIRE(repository.git({"init", "-q", "inner"}));
  auto listing = list(repository.path());
  CHECK(entries(listing) ==
        Names{".gitmodules", "inner/a.js (untracked)", "tracked.js", "untracked.js (untracked)"});
  CHECK(reason_for(listing, "libs/sub") == "submodule: a repository of its own");
}

TEST_CASE("a folder inside a repository honours the ignore files above it") {
  if (!git_is_installed()) return;
  Repository repository;
  repository.write(".gitignore", "/packages/*/built/\n*.tmp\n");
  repository.write("packages/.gitignore", "!keep.tmp\n");
  for (auto path : {"built/a.js", "b.js", "x.tmp", "keep.tmp", "src/built/c.js"})
    repository.write("packages/app/" + std::string(path));
  auto listing = list(repository.path("packages/app"));
  CHECK(entries(listing) ==
        Names{"b.js (untracked)", "keep.tmp (untracked)", "src/built/c.js (untracked)"});
  CHECK(reason_for(listing, "built").starts_with("ignored: /packages/*/built/"));
}

TEST_CASE("git data that leads outside is not used, unless the user says so") {
  if (!git_is_installed()) return;
  Repository repository;
  TempFolder elsewhere;
  REQUIRE(repository.git({"worktree", "add", "-q", elsewhere.path("tree")}));
  auto listing = list(elsewhere.path("tree"));
  CHECK(entries(listing) == Names{"tracked.js (untracked)"});
  CHECK(reason_for(listing, ".git") ==
        "git data not used: .git leads outside the scanned folder (--allow-external-gitdir admits "
        "it)");
  Options options;
  options.allow_external_gitdir = true;
  auto allowed = list(elsewhere.path("tree"), options);
  CHECK(entries(allowed) == Names{"tracked.js"});
  CHECK(allowed.revision == repository.head());

  TempFolder linked;
  linked.write("a.js");
  linked.link(repository.path(".git"), ".git");
  CHECK(entries(list(linked.path())) == Names{"a.js (untracked)"});
  CHECK_FALSE(reason_for(list(linked.path()), ".git").empty());
}

TEST_CASE("a working tree elsewhere, a bare repository and unknown formats are told apart") {
  if (!git_is_installed()) return;
  Repository moved, bare, odd;
  REQUIRE(moved.git({"config", "core.worktree", "/etc"}));
  auto listing = list(moved.path());
  CHECK(entries(listing) == Names{"tracked.js (untracked)", "untracked.js (untracked)"});
  CHECK(reason_for(listing, ".git") ==
        "git data not used: its working tree is another folder (core.worktree)");
  REQUIRE(odd.git({"config", "core.repositoryformatversion", "1"}));
  REQUIRE(odd.git({"config", "extensions.worktreeConfig", "true"}));
  CHECK(list(odd.path()).revision == odd.head());
  auto head = odd.head();
  odd.write(".git/config",
            "[core]\nrepositoryformatversion = 1\n[extensions]\nobjectformat = sha256\n");
  CHECK(reason_for(list(odd.path()), ".git").starts_with("git data not used: "));
  CHECK(list(odd.path()).entries.size() == 2);
  Options options;
  options.root = bare.path(".git");
  auto tree = open_tree(options, {});
  REQUIRE_FALSE(tree);
  CHECK(tree.error().hint == "scan one of its commits: stackfit audit --rev HEAD");
}

TEST_CASE("broken git data costs git's knowledge, never the files, and little time") {
  if (!git_is_installed()) return;
  auto files_and_note = [](const Repository& repository) {
    auto listing = list(repository.path());
    CHECK(listing.entries.size() == 2);
    return reason_for(listing, ".git");
  };
  Repository index, pipe, branch, cut;
  index.write(".git/index", "DIRC garbage");
  CHECK(files_and_note(index).starts_with("git data not used: "));
  ::unlink(pipe.path(".git/HEAD").c_str());
  pipe.pipe(".git/HEAD");
  CHECK(files_and_note(pipe) == "git data not used: .git/HEAD is not a regular file");
  ::unlink(branch.path(".git/refs/heads/main").c_str());
  branch.pipe(".git/refs/heads/main");
  CHECK(files_and_note(branch) ==
        "git data not used: the branch that .git/HEAD names is not a regular file");
  auto head = cut.head();
  auto object = ".git/objects/" + head.substr(0, 2) + "/" + head.substr(2);
  ::unlink(cut.path(object).c_str());
  cut.write(object, "x\x9c");  // libgit2 1.5 would read it for ever
  CHECK(files_and_note(cut).empty());
  CHECK(list(cut.path()).revision == head);
}

TEST_CASE("a repository of somebody else is read as a folder, and the remedy is named") {
  if (!git_is_installed() || ::geteuid() != 0) return;
  Repository repository;
  REQUIRE(::chown(repository.path().c_str(), 12345, 12345) == 0);
  REQUIRE(::chown(repository.path(".git").c_str(), 12345, 12345) == 0);
  auto listing = list(repository.path());
  CHECK(listing.entries.size() == 2);
  CHECK(reason_for(listing, ".git") ==
        "git data not used: the folder belongs to another user (to trust it: git config --global "
        "--add safe.directory '" +
            repository.path() + "')");
}

TEST_CASE("a shallow clone has its revision") {
  if (!git_is_installed()) return;
  Repository repository;
  TempFolder clone;
  REQUIRE(clone.git({"clone", "-q", "--depth", "1", "file://" + repository.path(), "c"}));
  CHECK(list(clone.path("c")).revision == repository.head());
  CHECK(entries(list(clone.path("c"))) == Names{"tracked.js"});
}

TEST_CASE("what comes back from the process that reads git is checked byte by byte") {
  GitData data;
  data.head = std::string(40, 'a');
  data.excludes = "*.log\n";
  data.files = {{"a/b", std::string(40, '1'), true, false, true},
                {"c", std::string(40, '2'), false, true, false}};
  auto bytes = encode_git_data(data);
  auto decoded = decode_git_data(bytes);
  REQUIRE(decoded);
  CHECK(decoded->files.size() == 2);
  CHECK(decoded->files[0].executable);
  CHECK(decoded->files[1].submodule);
  CHECK_FALSE(decoded->files[1].checked_out);
  CHECK(encode_git_data(*decoded) == bytes);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    CHECK_FALSE(decode_git_data(std::string_view(bytes).substr(0, length)));
  CHECK_FALSE(decode_git_data(bytes + "x"));
  for (auto path : {"../x", "/x", "", "a//b", "a/./b", "x/.."}) {
    GitData hostile = data;
    hostile.files = {{path, std::string(40, '1'), false, false, true}};
    CHECK_FALSE(decode_git_data(encode_git_data(hostile)));
  }
  std::swap(data.files[0], data.files[1]);
  CHECK_FALSE(decode_git_data(encode_git_data(data)));
  CHECK(decode_git_data(encode_git_error("broken\n::x")).error().message == "broken\\u{a}::x");
}
