#include "cli/settings.h"

#include <algorithm>
#include <random>

#include "core/text.h"
#include "support/catch.h"
#include "tree/ignore.h"

using namespace stackfit;

namespace {

// What a pattern means for a file: itself or a folder above it.
bool means(const std::string& pattern, const std::string& path) {
  auto parsed = parse_pattern(pattern);
  if (!parsed) return false;
  const auto parts = split_path(path);
  for (std::size_t depth = 1; depth <= parts.size(); ++depth)
    if (matches(*parsed, PathParts(parts).first(depth), depth < parts.size())) return true;
  return false;
}

std::string random_path(std::mt19937& random, const std::vector<std::string>& words,
                        std::size_t longest) {
  std::string path;
  auto count = 1 + random() % longest;
  for (std::size_t i = 0; i < count; ++i)
    path += (i == 0 ? "" : "/") + words[random() % words.size()];
  return path;
}

}  // namespace

TEST_CASE("a pattern for an outer folder means the same below an inner one") {
  CHECK(patterns_below("packages/a/old/", "packages/a") == std::vector<std::string>{"/old/"});
  CHECK(patterns_below("packages/*/old", "packages/a") == std::vector<std::string>{"/old"});
  CHECK(patterns_below("*.min.js", "packages/a") == std::vector<std::string>{"*.min.js"});
  CHECK(patterns_below("packages/b/", "packages/a").empty());
  CHECK(patterns_below("packages/", "packages/a") == std::vector<std::string>{"*"});
  CHECK(patterns_below("!/packages/a/x", "packages/a") == std::vector<std::string>{"!/x"});
}

TEST_CASE("translated patterns agree with the originals on random paths") {
  std::mt19937 random(7);
  const std::vector<std::string> names = {"a", "b", "ab", "c"};
  const std::vector<std::string> globs = {"a", "b", "*", "**", "a*", "?", "[ab]", "**"};
  for (int round = 0; round < 20'000; ++round) {
    auto pattern = random_path(random, globs, 5);
    if (random() % 3 == 0) pattern = "/" + pattern;
    if (random() % 3 == 0) pattern += "/";
    auto inner = random_path(random, names, 3), path = random_path(random, names, 4);
    auto below = patterns_below(pattern, inner);
    bool translated = std::any_of(below.begin(), below.end(),
                                  [&](const std::string& one) { return means(one, path); });
    INFO(pattern << " in " << inner << " for " << path << ": " << join(below, " "));
    REQUIRE(translated == means(pattern, inner + "/" + path));
  }
}
