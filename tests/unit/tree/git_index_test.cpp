#include "tree/git_index.h"

#include <fmt/format.h>

#include <fstream>
#include <limits>
#include <random>
#include <sstream>

#include "support/catch.h"
#include "support/temp_folder.h"
#include "tree/git_plain.h"

using namespace stackfit;

namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

constexpr auto kNever = std::numeric_limits<std::int64_t>::max();

// As `git ls-files --stage -z` prints it, but each path once.
std::string shown(const std::vector<TrackedFile>& files) {
  std::string text;
  for (const auto& file : files) {
    const char* mode = file.submodule    ? "160000"
                       : file.link       ? "120000"
                       : file.executable ? "100755"
                                         : "100644";
    text += fmt::format("{} {} {}\n", mode, file.blob, file.path);
  }
  return text;
}

std::string listed_by_git(const TempFolder& folder) {
  auto text = folder.git_output({"ls-files", "--stage", "-z"});
  std::string result, last;
  std::size_t at = 0;
  while (at < text.size()) {
    auto end = std::min(text.find('\0', at), text.size());
    auto row = text.substr(at, end - at);
    auto tab = row.find('\t');
    auto path = row.substr(tab + 1);
    if (path != last) result += row.substr(0, tab - 2) + " " + path + "\n";  // without the stage
    last = path;
    at = end + 1;
  }
  return result;
}

void make_random_tree(const TempFolder& folder, unsigned seed) {
  std::mt19937 random(seed);
  for (int i = 0; i < 60; ++i) {
    std::string path;
    for (auto depth = random() % 4; depth > 0; --depth)
      path += std::string(1 + random() % 12, static_cast<char>('a' + random() % 3)) + "/";
    path += fmt::format("f{}{}", i, std::string(random() % 9, 'x'));
    folder.write(path, fmt::format("{}\n", random() % 20));
  }
  folder.write("a\nb \xC3\xA9 name");
  folder.write(std::string(200, 'n') + "/" + std::string(200, 'm'));
  folder.link("f1", "link");
}

}  // namespace

TEST_CASE("our reader of git's index sees what git sees, in every version") {
  if (!git_is_installed()) return;
  auto seed = GENERATE(1u, 2u, 3u);
  auto version = GENERATE("2", "3", "4");
  TempFolder folder;
  make_random_tree(folder, seed);
  REQUIRE(folder.git({"init", "-q"}));
  REQUIRE(folder.git({"add", "-A"}));
  REQUIRE(folder.git({"update-index", "--chmod=+x", "link", "a\nb \xC3\xA9 name"}) == false);
  REQUIRE(folder.git({"update-index", "--chmod=+x", "a\nb \xC3\xA9 name"}));
  REQUIRE(folder.git({"update-index", "--add", "--cacheinfo",
                      "160000,1234567890123456789012345678901234567890,module"}));
  if (std::string(version) == "3")
    REQUIRE(folder.git({"update-index", "--skip-worktree", "a\nb \xC3\xA9 name"}));
  REQUIRE(folder.git({"update-index", "--index-version", version}));
  auto files = parse_git_index(bytes_of(folder.path(".git/index")), kNever);
  REQUIRE(files);
  CHECK(shown(*files) == listed_by_git(folder));
  auto left_out = std::count_if(files->begin(), files->end(),
                                [](const TrackedFile& file) { return !file.checked_out; });
  CHECK(left_out == (std::string(version) == "3" ? 1 : 0));
  // Whatever the bytes become, there is an answer or none, and no path comes twice.
  auto bytes = bytes_of(folder.path(".git/index"));
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    auto bad = bytes.substr(0, round % 2 == 0 ? random() % bytes.size() : bytes.size());
    for (int flips = 0; flips < 5 && !bad.empty(); ++flips)
      bad[random() % bad.size()] = static_cast<char>(random());
    if (auto read = parse_git_index(bad, kNever))
      for (std::size_t i = 1; i < read->size(); ++i) REQUIRE((*read)[i - 1].path < (*read)[i].path);
    if (round % 2 == 0) CHECK_FALSE(parse_git_index(bytes.substr(0, bad.size()), kNever));
  }
}

TEST_CASE("a repository read without libgit2 is what libgit2 reads") {
  if (!git_is_installed()) return;
  TempFolder folder;
  folder.write("a.js");
  folder.write("b/c.py");
  REQUIRE(folder.git({"init", "-q"}));
  auto both = [&] {
    auto plain = read_plain_git_data(folder.path());
    if (!plain) return std::string("left to libgit2");
    auto full = read_git_data(folder.path(), false, GitReader::kLibgit2);
    REQUIRE(full);
    CHECK(encode_git_data(*plain) == encode_git_data(*full));
    return plain->head;
  };
  CHECK(both().empty());
  REQUIRE(folder.git({"add", "-A"}));
  CHECK(both().empty());
  REQUIRE(folder.git({"commit", "-q", "-m", "one"}));
  auto head = both();
  CHECK(head.size() == 40);
  REQUIRE(folder.git({"pack-refs", "--all"}));
  CHECK(both() == head);
  REQUIRE(folder.git({"checkout", "-q", "--detach"}));
  CHECK(both() == head);
  folder.write("a.js", "changed\n");
  REQUIRE(folder.git({"add", "a.js"}));
  CHECK(both() == head);
  REQUIRE(folder.git({"config", "core.worktree", folder.path()}));
  CHECK(both() == "left to libgit2");
  REQUIRE(folder.git({"config", "--unset", "core.worktree"}));
  CHECK(both() == head);
  REQUIRE(folder.git({"update-index", "--split-index"}));
  CHECK(both() == "left to libgit2");
}

TEST_CASE("times in git's index count only when they are older than the index") {
  if (!git_is_installed()) return;
  TempFolder folder;
  folder.write("a.js");
  REQUIRE(folder.git({"init", "-q"}));
  REQUIRE(folder.git({"add", "-A"}));
  auto bytes = bytes_of(folder.path(".git/index"));
  auto known = parse_git_index(bytes, kNever);
  REQUIRE(known);
  auto modified = known->at(0).modified;
  CHECK(modified > 1'000'000'000'000'000'000);
  CHECK(parse_git_index(bytes, modified + 1)->at(0).modified == modified);
  CHECK(parse_git_index(bytes, modified)->at(0).modified == 0);
  CHECK(parse_git_index(bytes, modified)->at(0).status_changed == 0);
}
