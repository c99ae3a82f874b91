#include "project/npm/deprecation_text.h"

#include "core/text.h"
#include "support/catch.h"

using namespace stackfit;
using namespace stackfit::npm;

namespace {

std::string read(std::string_view text, std::string_view package = "some-package") {
  auto known = [](std::string_view word) { return word == "lru-cache" || word == "sass"; };
  Notice notice = read_notice(text, package, known);
  return notice.kind + (notice.package_level ? " package " : " versions ") +
         join(notice.replacement, " ");
}

}  // namespace

TEST_CASE("real deprecation notices are sorted by what they say") {
  CHECK(read("request has been deprecated, see https://github.com/request/request/issues/3142",
             "request") == "unsupported package ");
  CHECK(read("this library is no longer supported") == "unsupported package ");
  CHECK(read("Glob versions prior to v9 are no longer supported") == "unsupported versions ");
  CHECK(read("Rimraf versions prior to v4 are no longer supported") == "unsupported versions ");
  CHECK(read("babel-eslint is now @babel/eslint-parser. This package will no longer receive "
             "updates.",
             "babel-eslint") == "renamed package @babel/eslint-parser");
  CHECK(read("This package has been deprecated in favour of @sinonjs/samsam") ==
        "superseded package @sinonjs/samsam");
  CHECK(read("Use @eslint/object-schema instead") == "superseded package @eslint/object-schema");
  CHECK(read("This is a stub types definition. table provides its own type definitions, so you do "
             "not need this installed.") == "stub-types package ");
  CHECK(read("Please upgrade  to version 7 or higher.  Older versions may use Math.random() in "
             "certain circumstances, which is known to be problematic.") == "upgrade versions ");
  CHECK(read("Debug versions >=3.2.0 <3.2.7 || >=4 <4.3.1 have a low-severity ReDos regression "
             "when used in a Node.js environment.") == "bad-release versions ");
  CHECK(read("Fixed a prototype pollution security vulnerability in 4.17.21") ==
        "security versions ");
  CHECK(read("Use your platform's native DOMException instead") == "native package ");
  CHECK(read("16.1.1") == "unspecified versions ");
  CHECK(read("rollup-plugin-npm") == "unspecified package ");
  CHECK(read("true") == "unspecified package ");
}

TEST_CASE("a word is a replacement only when it is surely a package") {
  CHECK(read("Use the original instead") == "superseded package ");
  CHECK(read("Please use AWS SDK for JavaScript (v3), i.e. `@aws-sdk/client-s3`, instead.")
            .starts_with("superseded"));
  CHECK(read("use lru-cache") == "superseded package lru-cache");
  CHECK(read("node-sass is done. Switch to sass.", "node-sass").ends_with("package sass"));
  CHECK(read("Package renamed to new-name") == "renamed package new-name");
  CHECK(read("please npm install -g \"other-cli\"").ends_with(" other-cli"));
  CHECK(read("use 'quoted-one@^2' instead").ends_with(" quoted-one"));
  CHECK(read("moved to some-package", "some-package").ends_with("package "));
  CHECK(read("see https://example.org/x and use Math").ends_with("package "));
}

TEST_CASE("the author's words become one short safe line") {
  CHECK(author_words("  stop\x1b[2J\nnow ") == "stop\\u{1b}[2J\\u{a}now");
  CHECK(author_words(std::string(5000, 'x')).size() < 170);
}

TEST_CASE("a hostile notice is read in bounded time") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "use `a";
  CHECK(read_notice(text, "x", [](std::string_view) { return true; }).replacement.size() <= 1);
}
