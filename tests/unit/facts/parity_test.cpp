// ESLint's own count, in the words of its rule's documentation and tests. Whole projects are
// compared with the real rule by tests/parity.
#include "facts/javascript/parity.h"

#include <fmt/format.h>

#include "support/catch.h"

using namespace stackfit;

namespace {

// Each callback as `depth@line:utf16column`.
std::string counted(std::string_view source, Parity mode = Parity::kEslint,
                    bool constructors = false, std::string_view language = "javascript") {
  Parser parser;
  auto tree = parser.parse(*language_named(language), source, 30);
  REQUIRE(tree);
  std::string text;
  for (const auto& callback : parity_callbacks(*tree, mode, constructors))
    text += fmt::format("{}{}@{}:{}", text.empty() ? "" : " ", callback.depth, callback.span.line,
                        callback.utf16_column);
  return text;
}

constexpr Parity kCurrent = Parity::kEslint, kClassic = Parity::kEslintClassic;

}  // namespace

TEST_CASE("siblings do not add up and blocks between do not matter") {
  CHECK(counted("a(function(){}); b(function(){})") == "1@1:3 1@1:20");
  CHECK(counted("a(function(){ if (x) { for (;;) { b(function(){}) } } })") == "1@1:3 2@1:37");
}

TEST_CASE("a callback counts wherever it stands in the argument list") {
  CHECK(counted("a(function(){}, 1); b(1, function(){}, 2); c(1, function(){})") ==
        "1@1:3 1@1:26 1@1:49");
}

TEST_CASE("an arrow is placed at its token now and at its start in the classic rule") {
  CHECK(counted("a(async (x, y) => x)") == "1@1:16");
  CHECK(counted("a(async (x, y) => x)", kClassic) == "1@1:3");
}

TEST_CASE("a called function counts in the classic rule only") {
  CHECK(counted("(function(){ a(() => 1) })()") == "1@1:19");
  CHECK(counted("(function(){ a(() => 1) })()", kClassic) == "1@1:2 2@1:16");
  CHECK(counted("((((x) => 1)))()", kClassic) == "1@1:4");
  CHECK(counted("(function(){})`tag`", kClassic).empty());
}

TEST_CASE("arguments of new count on request, the constructor never") {
  CHECK(counted("new A(function(){})").empty());
  CHECK(counted("new A(function(){ b(() => 1) })", kCurrent, true) == "1@1:7 2@1:24");
  CHECK(counted("new (() => {})()", kCurrent, true).empty());
}

TEST_CASE("only direct arguments are callbacks to ESLint") {
  CHECK(counted("a([() => 1], {b: () => 1}, (() => 1).bind(c), x || (() => 1), ...[() => 1])")
            .empty());
  CHECK(counted("import(() => 1)").empty());
  CHECK(counted("a(((() => 1)))") == "1@1:8");
  CHECK(counted("a?.(() => 1); a?.b(() => 1)") == "1@1:8 1@1:23");
}

TEST_CASE("in the classic rule every function takes a level back when it ends") {
  // The helper's end undoes the callback around it, so the last call counts one less than it
  // should.
  CHECK(counted("a(function(){ var h = function(){}; b(function(){}) })", kClassic) ==
        "1@1:3 1@1:23 1@1:39");
  CHECK(counted("a(function(){ ({ m() {} }); b(function(){}) })", kClassic) ==
        "1@1:3 1@1:19 1@1:31");
  CHECK(counted("a(function(){ var h = function(){}; b(function(){}) })") == "1@1:3 2@1:39");
}

TEST_CASE("a method of the classic rule begins at its parameters, after its key") {
  CHECK(counted("a(function(){ ({ [b(() => 1)]() {} }) })", kClassic) == "1@1:3 2@1:21 1@1:30");
  CHECK(counted("a(function(){ class A { m<T>(x: T) {} } })", kClassic, false, "typescript") ==
        "1@1:3 1@1:26");
}

TEST_CASE("an anonymous default export is a declaration to ESLint") {
  CHECK(counted("export default function () { a(function(){}) }", kClassic) == "1@1:32");
  CHECK(counted("export default (function () { a(function(){}) })", kClassic) == "1@1:33");
}

TEST_CASE("TypeScript's wrappers hide a callback, type arguments do not") {
  CHECK(counted("a((() => 1) as B); a(<B>(() => 1)); a((() => 1)!)", kCurrent, false, "typescript")
            .empty());
  CHECK(counted("a<T>((x: T) => 1)", kCurrent, false, "typescript") == "1@1:13");
}

TEST_CASE("columns are UTF-16 units and lines end where ECMAScript says") {
  CHECK(counted("a('\xF0\x9F\x98\x80\xC3\xA9', function(){})") == "1@1:10");
  CHECK(counted("\xEF\xBB\xBF"
                "a(function(){})") == "1@1:3");
  CHECK(counted("x;\r\na(function(){});\rb(function(){});\n c(function(){})") ==
        "1@2:3 1@3:3 1@4:4");
  CHECK(counted("a('\xE2\x80\xA8', function(){})") == "1@2:4");
}

TEST_CASE("native mode has no callbacks of ESLint's") {
  CHECK(counted("a(function(){})", Parity::kNative).empty());
}

TEST_CASE("a line in parentheses behind an arrow function is a statement of its own") {
  constexpr std::string_view kSource =
      "const f = async () => {\n}\n\n(async () => {\n  a(() => 1)\n})()\n";
  CHECK(counted(kSource) == "1@5:8");
  CHECK(counted(kSource, kClassic) == "1@4:2 2@5:5");
}
