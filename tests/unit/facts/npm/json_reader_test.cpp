#include "facts/json_reader.h"

#include "support/catch.h"

using namespace stackfit;

TEST_CASE("every key and element knows its line") {
  auto tree =
      read_json("{\n  \"a\": {\n    \"b\": 1\n  },\r\n\n  \"c\":\n   [true,\n 2\n, \"x\"]}");
  REQUIRE(tree.problem.empty());
  auto root = root_of(tree);
  CHECK(root["a"].line() == 2);
  CHECK(root["a"]["b"].line() == 3);
  CHECK(root["a"]["b"].text() == "1");
  CHECK(root["c"].line() == 6);
  std::vector<std::uint32_t> lines;
  for (JsonValue element : root["c"]) lines.push_back(element.line());
  CHECK(lines == std::vector<std::uint32_t>{7, 8, 9});
}

TEST_CASE("looking for what is not there finds nothing and harms nothing") {
  auto tree = read_json(R"({"a": "text", "n": null, "": "empty name"})");
  auto root = root_of(tree);
  CHECK_FALSE(root["b"]["c"]["d"].exists());
  CHECK_FALSE(root["a"]["b"].exists());
  CHECK(root["b"].string().empty());
  CHECK(root["n"].string().empty());
  CHECK(root[""].string() == "empty name");
  for (JsonValue none : root["a"]) FAIL(none.key());
  for (JsonValue none : root["missing"]) FAIL(none.key());
}

TEST_CASE("a member written twice counts once, as the last one") {
  JsonOptions options;
  options.duplicates = true;
  auto tree = read_json("{\"a\": 1,\n\"b\": {\"x\": 1, \"x\": 2},\n\"a\": 3, \"a\": 4}", options);
  auto root = root_of(tree);
  CHECK(root["a"].text() == "4");
  CHECK(root["b"]["x"].text() == "2");
  CHECK(tree.duplicates.size() == 3);
  std::string keys;
  for (JsonValue member : root) keys += member.key();
  CHECK(keys == "ba");
}

TEST_CASE("a replaced member at the end of an inner object does not leak into the outer one") {
  JsonOptions options;
  options.duplicates = true;
  auto tree = read_json(R"({"a": {"k": 1}, "a": {"k": 2}, "z": 0})", options);
  std::string keys;
  for (JsonValue member : root_of(tree)["a"]) keys += member.key();
  CHECK(keys == "k");
  CHECK(root_of(tree)["a"]["k"].text() == "2");
}

TEST_CASE("a broken document says what is wrong and where, on one safe line") {
  auto problem = [](std::string_view text) {
    auto tree = read_json(text);
    CHECK(tree.nodes.empty());
    CHECK_FALSE(root_of(tree).exists());
    return std::to_string(tree.problem_line) + ": " + tree.problem;
  };
  CHECK(problem("{\n\"a\": 1,\n}").starts_with("3: is not valid JSON: unexpected '}'"));
  CHECK(problem("").starts_with("1: is not valid JSON: "));
  CHECK(problem("{\"a\":\n\"\xff\"}")
            .starts_with("2: is not valid JSON: invalid string: ill-formed"));
  CHECK(problem("{\"a\": 1} x").starts_with("1: is not valid JSON: "));
  CHECK(problem("{\"a\":\n1e999}").starts_with("2: is not valid JSON: number overflow"));
  CHECK(problem("{\n<<<<<<< HEAD\n\"a\": 1\n=======\n\"a\": 2\n>>>>>>> other\n}") ==
        "2: holds the markers of an unresolved merge conflict");
  CHECK(problem("<<<<<<< HEAD\n{}") == "1: holds the markers of an unresolved merge conflict");
  CHECK(problem("[\"\x1b[31m" + std::string(10'000, 'x') + "\"").size() < 300);
}

TEST_CASE("a byte order mark and carriage returns are no problem") {
  auto tree = read_json("\xEF\xBB\xBF{\r\n\"a\": \"b\"\r\n}\r\n");
  CHECK(root_of(tree)["a"].string() == "b");
  CHECK(root_of(tree)["a"].line() == 2);
}

TEST_CASE("depth and size are capped") {
  auto nested = [](std::size_t depth) {
    return read_json(std::string(depth, '[') + std::string(depth, ']')).problem;
  };
  CHECK(nested(256).empty());
  CHECK(nested(257) == "nests deeper than 256 levels");
  CHECK(nested(1'000'000) == "nests deeper than 256 levels");
  JsonOptions few;
  few.limits.nodes = 10;
  CHECK(read_json("[1,2,3,4,5,6,7,8,9]", few).problem.empty());
  CHECK(read_json("[1,2,3,4,5,6,7,8,9,0]", few).problem == "holds more than 10 values");
}

TEST_CASE("JSON with comments may have trailing commas, and text that looks like them") {
  JsonOptions relaxed;
  relaxed.comments = true;
  auto tree = read_json("{ // one,}\n\"a\": [1, 2, /* , ] */ ],\n\"b\": \"x,}\\\",]//\", // end\n}",
                        relaxed);
  REQUIRE(tree.problem == "");
  auto root = root_of(tree);
  CHECK(root["b"].string() == "x,}\",]//");
  CHECK(root["b"].line() == 3);
  CHECK_FALSE(read_json("[1,,]", relaxed).problem.empty());
  CHECK_FALSE(read_json("/*", relaxed).problem.empty());
  CHECK_FALSE(read_json("{\"a\": [1,],}").problem.empty());
}
