#include "project/excerpts.h"

#include "project/line_hash.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

// The hashes of all lines, in order, separated by blanks.
std::string hashes_of(std::string_view text) {
  std::set<std::uint32_t> wanted;
  for (std::uint32_t line = 1; line < 100; ++line) wanted.insert(line);
  std::string result;
  for (const auto& [line, hash] : line_hashes(text, wanted))
    result += (result.empty() ? "" : " ") + hash;
  return result;
}

Finding finding_at(std::string path, Span span) {
  Finding finding;
  finding.path = std::move(path);
  finding.span = span;
  return finding;
}

}  // namespace

TEST_CASE("line hashes are those of GitHub's upload action") {
  // The vectors of its own test, src/fingerprints.test.ts.
  CHECK(hashes_of("") == "c129715d7a2bc9a3:1");
  CHECK(hashes_of(" a\nb\n  \t\tc\n d") ==
        "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 a23a3dc5e078b07b:1");
  CHECK(hashes_of(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End") ==
        "8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 c6805c5e1288b612:1 "
        "b86d3392aea1be30:1 e6ceba753e1a442:1");
  std::string repeated;
  for (int i = 0; i < 10; ++i) repeated += "Lorem ipsum dolor sit amet.\n";
  CHECK(hashes_of(repeated) ==
        "a7f2ff13bc495cf2:1 a7f2ff13bc495cf2:2 a7f2ff13bc495cf2:3 a7f2ff13bc495cf2:4 "
        "a7f2ff13bc495cf2:5 a7f2ff13bc495cf2:6 a7f2ff1481e87703:1 a9cf91f7bbf1862b:1 "
        "55ec222b86bcae53:1 cc97dc7b1d7d8f7b:1 c129715d7a2bc9a3:1");
}

TEST_CASE("line hashes take every kind of line end for the same") {
  const std::string expected =
      "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 "
      "b3edc88f2938467e:1 c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1";
  for (const char* text : {" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n",
                           " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r",
                           " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n",
                           " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n"})
    CHECK(hashes_of(text) == expected);
}

TEST_CASE("an excerpt counts columns in UTF-16 and stays on the first line") {
  auto tree = memory_tree({{"a.js", "x;\n/* 😀ü */ call(a,\n  b);\r\n"}});
  // In bytes: `/* ` 3, 😀 4, ü 2, ` */ ` 4, so that `call` stands at column 14.
  auto excerpts =
      read_excerpts(*tree,
                    {finding_at("a.js", {2, 14, 3, 5}), finding_at("a.js", {2, 14, 2, 18}),
                     finding_at("a.js", {1, 1, 1, 1}), finding_at("gone.js", {1, 1, 1, 2}),
                     finding_at("a.js", {99, 1, 99, 2}), finding_at("a.js", {1, 50, 1, 60})},
                    1000);
  REQUIRE(excerpts.size() == 6);
  CHECK(excerpts[0].column == 11);
  CHECK(excerpts[0].end_column == 18);
  CHECK(excerpts[0].text == "call(a,");
  CHECK(excerpts[1].text == "call");
  CHECK(excerpts[1].end_column == 15);
  CHECK(excerpts[2].column == 1);  // of no width: the whole line
  CHECK(excerpts[2].end_column == 3);
  CHECK(excerpts[2].line_hash.ends_with(":1"));
  CHECK(excerpts[3].line_hash.empty());
  CHECK(excerpts[4].line_hash.empty());
  CHECK(excerpts[5].column == 3);  // beyond the end of its line: its end
  CHECK(read_excerpts(*tree, {finding_at("a.js", {1, 1, 1, 2})}, 3)[0].line_hash.empty());
}
