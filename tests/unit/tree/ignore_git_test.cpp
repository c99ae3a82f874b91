// Git itself is the judge: over generated ignore files and one tree, what the walk lists has to be
// what `git ls-files --others --exclude-standard` lists.
//
// Not generated is `x**/`, a name that ends in two stars before a slash: git before 2.52 takes it
// for `x` and then any number of folders, against its own documentation.
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "core/text.h"
#include "support/catch.h"
#include "support/temp_folder.h"
#include "tree/walk.h"

using namespace stackfit;

namespace {

using Names = std::vector<std::string>;

const Names kFiles = {"a",         "b.js",      "a.b",          "foo/a",      "foo/b.js",
                      "foo/bar/a", "foo/bar/x", "foo/bar/c.js", "bar/foo/a",  "bar/b.js",
                      "bar/a b",   "x/y/z/a",   "x/y/b.js",     "x/foo/c.js", "x/y/z/foo/a.js",
                      "[a]",       "!a",        "#a",           "x/[b]",      "x/-",
                      "a ",        "x/a\\b",    "c/1",          "c/Z9",       "c/d/e/f/g/a"};

struct Generator {
  std::mt19937 random{20240607};

  std::size_t below(std::size_t n) { return random() % n; }
  template <class T>
  const T& one_of(const std::vector<T>& from) {
    return from[below(from.size())];
  }
  std::string piece() {
    static const Names kPieces = {"a",     "b.js",
                                  "foo",   "bar",
                                  "*",     "*.js",
                                  "?",     "x",
                                  "y",     "z",
                                  "f*",    "*o*",
                                  "[a-c]", "[!a]*",
                                  "b*s",   "c",
                                  "[[]*",  "\\[a]",
                                  "a\\ ",  "[[:alpha:]]",
                                  "*.*",   "d",
                                  "a*",    "[]-]",
                                  "f[o]?", "[[:digit:]]*",
                                  "**"};
    return one_of(kPieces);
  }
  std::string pattern() {
    std::string text = below(4) == 0 ? "!" : "";
    if (below(4) == 0) text += "/";
    for (std::size_t i = 0, parts = 1 + below(3); i < parts; ++i) {
      if (i > 0) text += "/";
      if (below(6) == 0) text += "**/";
      text += piece();
    }
    if (below(4) == 0) text += "/";
    static const Names kEnds = {"", "", "", "", " ", "  ", "\r"};
    return text + one_of(kEnds);
  }
  std::string ignore_file(std::size_t most) {
    std::string text;
    for (std::size_t i = 0, lines = 1 + below(most); i < lines; ++i) text += pattern() + "\n";
    return text;
  }
};

Names listed_by_git(const TempFolder& folder) {
  auto output = folder.git_output({"ls-files", "--others", "--exclude-standard", "-z"});
  Names paths;
  for (auto path : split(output, '\0'))
    if (!path.empty() && base_name(path) != ".gitignore") paths.emplace_back(path);
  std::sort(paths.begin(), paths.end());
  return paths;
}

Names listed_by_us(const TempFolder& folder) {
  UniqueFd root = open_root(folder.path());
  WalkPlan plan;
  plan.root = root.get();
  Names paths;
  for (const Entry& entry : walk(std::move(plan)).entries)
    if (base_name(entry.path) != ".gitignore") paths.push_back(entry.path);
  return paths;
}

}  // namespace

TEST_CASE("ignore files mean to us what they mean to git") {
  if (!git_is_installed()) return;
  TempFolder folder;
  REQUIRE(folder.git({"init", "-q"}));
  for (const auto& file : kFiles) folder.write(file);
  Generator generator;
  int agreed = 0, with_effect = 0;
  constexpr int kSets = 300;
  for (int set = 0; set < kSets; ++set) {
    auto root = generator.ignore_file(6), nested = generator.ignore_file(3);
    folder.write(".gitignore", root);
    folder.write("foo/.gitignore", set % 2 ? nested : "");
    auto theirs = listed_by_git(folder), ours = listed_by_us(folder);
    INFO("root: " << root << "\nfoo: " << nested);
    CHECK(ours == theirs);
    agreed += ours == theirs;
    with_effect += theirs.size() != kFiles.size() && !theirs.empty();
  }
  CHECK(agreed == kSets);
  CHECK(with_effect > kSets / 2);  // the sets are not vacuous
}
