#include "tree/ignore.h"

#include <ctime>

#include "support/catch.h"

using namespace stackfit;

namespace {

bool match(std::string_view line, std::string_view path, bool is_folder = false) {
  auto pattern = parse_pattern(line);
  return pattern && matches(*pattern, split_path(path), is_folder);
}

std::string deciding(std::string_view text, std::string_view path, bool is_folder = false) {
  auto list = IgnoreList::parse(text);
  const auto* pattern = list.last_match(split_path(path), is_folder);
  return pattern ? pattern->text : "";
}

}  // namespace

TEST_CASE("a pattern without a slash means a name at any depth") {
  CHECK(match("*.log", "a.log"));
  CHECK(match("*.log", "deep/down/a.log"));
  CHECK_FALSE(match("*.log", "a.log/b"));
  CHECK(match("foo", "x/foo"));
  CHECK_FALSE(match("foo", "x/foobar"));
  CHECK(match("?", "a/b"));
  CHECK_FALSE(match("?", "a/bc"));
  CHECK(match("**", "any/thing"));
  CHECK(match("a**b", "a--b"));
}

TEST_CASE("a slash binds a pattern to the folder of its file") {
  CHECK(match("/foo", "foo"));
  CHECK_FALSE(match("/foo", "x/foo"));
  CHECK(match("a/b", "a/b"));
  CHECK_FALSE(match("a/b", "x/a/b"));
  CHECK_FALSE(match("a/*", "a/b/c"));
  CHECK(match("a/*/c", "a/b/c"));
  CHECK_FALSE(match("a//b", "a/b"));
  CHECK_FALSE(match("//a", "a"));
}

TEST_CASE("a slash at the end means folders") {
  CHECK(match("foo/", "x/foo", true));
  CHECK_FALSE(match("foo/", "x/foo", false));
  CHECK(match("a/b/", "a/b", true));
  CHECK_FALSE(match("a/b/", "x/a/b", true));
}

TEST_CASE("two stars stand for any number of folders") {
  CHECK(match("**/foo", "foo"));
  CHECK(match("**/foo", "a/b/foo"));
  CHECK(match("a/**", "a/b/c"));
  CHECK_FALSE(match("a/**", "a", true));
  CHECK(match("a/**/b", "a/b"));
  CHECK(match("a/**/b", "a/x/y/b"));
  CHECK(match("a/**/**/b", "a/b"));
  CHECK(match("**/a/**/b/*.js", "x/a/y/z/b/c.js"));
  CHECK_FALSE(match("**/a/**/b/*.js", "x/a/y/z/b/d/c.js"));
  CHECK(match("/**/x", "x"));
  CHECK(match("a/***", "a/b/c"));
}

TEST_CASE("classes hold what git says they hold") {
  CHECK(match("[a-c]x", "bx"));
  CHECK_FALSE(match("[a-c]x", "dx"));
  CHECK(match("[!a-c]x", "dx"));
  CHECK(match("[^a-c]x", "dx"));
  CHECK(match("[]-]x", "]x"));
  CHECK(match("[]-]x", "-x"));
  CHECK(match("[a-]", "-"));
  CHECK(match("[[:digit:][:upper:]]", "Q"));
  CHECK_FALSE(match("[[:digit:]]", "q"));
  CHECK(match("[\\]]", "]"));
  CHECK(match("[[]", "["));
  CHECK_FALSE(match("a[/]b", "a/b"));
  CHECK_FALSE(match("a[!x]b", "a/b"));
  CHECK(match("[\xC3]", "\xC3"));
  for (auto broken : {"[", "[a", "[!", "[[:digit:]", "[[:nothing:]]", "a\\"})
    CHECK_FALSE(parse_pattern(broken));
}

TEST_CASE("backslashes, blanks, comments and line ends are read as git reads them") {
  CHECK(match("\\#a", "#a"));
  CHECK(match("\\!a", "!a"));
  CHECK(match("a\\*", "a*"));
  CHECK_FALSE(match("a\\*", "ab"));
  CHECK(match("a  ", "a"));
  CHECK(match("a\\ ", "a "));
  CHECK_FALSE(match("a\\ ", "a"));
  CHECK(match("a\t", "a\t"));
  CHECK(match(" a", " a"));
  CHECK_FALSE(parse_pattern("# a"));
  CHECK_FALSE(parse_pattern("   "));
  CHECK_FALSE(parse_pattern("/"));
  CHECK_FALSE(parse_pattern("!"));
  CHECK(deciding("\xEF\xBB\xBF*.a\r\n*.b\r\n", "x.a") == "*.a");
  CHECK(deciding("*.a\r\n*.b", "x.b") == "*.b");
}

TEST_CASE("the last pattern that matches decides") {
  CHECK(deciding("*.js\n!keep.js\n", "keep.js") == "!keep.js");
  CHECK(deciding("!keep.js\n*.js\n", "keep.js") == "*.js");
  CHECK(deciding("*.js\nsrc/\n", "src", true) == "src/");
  CHECK(deciding("*.js\nsrc/\n", "src").empty());
}

TEST_CASE("ignore files lie on each other, the nearest on top") {
  IgnoreStack stack;
  auto root = stack.add(IgnoreStack::kNone, ".gitignore", 0, IgnoreList::parse("*.js\n/only"));
  auto nested = stack.add(root, "a/.gitignore", 1, IgnoreList::parse("!b.js\n/c.js\n"));
  CHECK_FALSE(stack.decide(nested, split_path("a/b.js"), false).ignored());
  CHECK(stack.decide(nested, split_path("a/c.js"), false).source == "a/.gitignore");
  CHECK(stack.decide(nested, split_path("a/x/c.js"), false).source == ".gitignore");
  CHECK_FALSE(stack.decide(nested, split_path("a/only"), false).ignored());
  CHECK(stack.decide(root, split_path("only"), false).ignored());
}

TEST_CASE("no pattern takes long, however many stars it has") {
  const auto start = std::clock();
  std::string stars, folders, name(61, 'a'), path;
  for (int i = 0; i < 60; ++i) {
    stars += "*a";
    folders += "**/a/";
    path += "a/";
  }
  for (int i = 0; i < 1000; ++i) CHECK_FALSE(match("*a*a*a*a*a*a*a*a*b", name));
  CHECK_FALSE(match(stars + "*b", std::string(4000, 'a')));
  CHECK_FALSE(match(folders + "b", path + path + "c"));
  CHECK_FALSE(parse_pattern(std::string(4000, '[')));
  CHECK(std::clock() - start < 5 * CLOCKS_PER_SEC);
}

TEST_CASE("an ignore file beyond the limits is honoured up to them") {
  std::string many;
  for (int i = 0; i < 10'050; ++i) many += "name" + std::to_string(i) + "\n";
  auto list = IgnoreList::parse(many + std::string(5000, 'x') + "\n");
  CHECK(list.size() == IgnoreList::kMaxPatterns);
  CHECK(list.dropped() == 51);
}
