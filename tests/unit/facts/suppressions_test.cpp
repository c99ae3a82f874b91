#include "facts/suppressions.h"

#include <fmt/format.h>

#include "facts/suppression_text.h"
#include "support/catch.h"
#include "support/facts.h"

using namespace stackfit;

namespace {

/// `rule from-to` of every suppression, in source order; what is wrong with it behind.
std::vector<std::string> covered(const std::string& path, std::string_view text) {
  constexpr std::string_view kFaults[] = {"", " unknown form", " no date", " below code",
                                          " unpaired"};
  std::vector<std::string> lines;
  for (const auto& one : facts_of(path, text).suppressions)
    lines.push_back(fmt::format("{} {}-{}{}", one.rule, one.from_line,
                                one.to_line == UINT32_MAX ? "end" : std::to_string(one.to_line),
                                kFaults[static_cast<int>(one.fault)]));
  return lines;
}

using Lines = std::vector<std::string>;

Directive only_directive(std::string_view comment) {
  auto all = directives_in(comment);
  REQUIRE(all.size() == 1);
  return all.front();
}

}  // namespace

TEST_CASE("a directive has rules, a reason and a date") {
  auto one = only_directive("// stackfit-ignore a-rule, other : the driver until 2027-01-31");
  CHECK(one.kind == SuppressionKind::kLine);
  REQUIRE(one.rules.size() == 2);
  CHECK(one.rules[0].text == "a-rule");
  CHECK(one.rules[0].offset == 19);
  CHECK(one.rules[1].text == "other");
  CHECK(one.reason == "the driver");
  CHECK(one.until == "2027-01-31");
}

TEST_CASE("the date may stand in brackets or before more words") {
  auto one = only_directive("# stackfit-ignore a: old API (until 2027-01-31), see the plan");
  CHECK(one.until == "2027-01-31");
  CHECK(one.reason == "old API see the plan");
  CHECK(only_directive("# stackfit-ignore a: until 2027-01-31").reason.empty());
  CHECK(only_directive("# stackfit-ignore a: stays until the end").until.empty());
  CHECK(only_directive("# stackfit-ignore a: until 3 of us complain").until.empty());
  for (auto wrong : {"31.1.2027", "2027-13-01", "2027-1-31", "01/31/2027", "2027"}) {
    auto bad = only_directive(fmt::format("# stackfit-ignore a: x until {}", wrong));
    INFO(wrong);
    CHECK(bad.fault == SuppressionFault::kNoDate);
    CHECK(bad.until == wrong);
  }
}

TEST_CASE("every kind of comment may hold directives, where a directive would stand") {
  for (auto comment :
       {"//stackfit-ignore a: why", "/* stackfit-ignore a: why */", "/** stackfit-ignore a: why */",
        "/**\n * Words first.\n * stackfit-ignore a: why\n */", "# noqa  # stackfit-ignore a: why",
        "#! stackfit-ignore a: why", "// eslint-disable-line x // stackfit-ignore a: why",
        "/*\n stackfit-ignore a:\n * why\n */"}) {
    INFO(comment);
    CHECK(only_directive(comment).reason == "why");
  }
  for (auto comment :
       {"// see stackfit-ignore a: why", "// https://x.org/stackfit-ignore a: why",
        "// `stackfit-ignore a: why`", "// my-stackfit-ignore a: why", "// stackfit"})
    CHECK(directives_in(comment).empty());
}

TEST_CASE("one comment may hold several directives") {
  auto all = directives_in("/* stackfit-ignore a: x\n   stackfit-ignore-start b: y */");
  REQUIRE(all.size() == 2);
  CHECK(all[0].reason == "x");
  CHECK(all[1].kind == SuppressionKind::kStart);
  CHECK(all[1].reason == "y");
}

TEST_CASE("a long reason is cut between characters, a long list of rules ends") {
  std::string reason, rules;
  for (int i = 0; i < 200; ++i) reason += "é€", rules += "r,";
  auto one = only_directive("// stackfit-ignore " + rules + ": " + reason);
  CHECK(one.rules.size() == 50);
  CHECK(one.reason.size() <= 300);
  CHECK((static_cast<unsigned char>(one.reason.back()) & 0x80) != 0);
  CHECK(only_directive("// stackfit-ignore a" + std::string(5000, 'b')).rules[0].text.size() == 80);
}

TEST_CASE("a comment covers its line, or the code that follows") {
  CHECK(covered("a.js",
                "one();\n"
                "two(); // stackfit-ignore a: x\n"
                "// stackfit-ignore b: x\n"
                "// more words\n"
                "\n"
                "three();\n"
                "/* stackfit-ignore c: x */ four();\n"
                "// stackfit-ignore d: x\n") == Lines{"a 2-2", "b 3-6", "c 7-7", "d 8-8"});
  CHECK(covered("a.py",
                "one()\n"
                "two()  # stackfit-ignore a: x\n"
                "if three:\n"
                "    # stackfit-ignore b: x\n"
                "    four()\n") == Lines{"a 2-2", "b 4-5"});
}

TEST_CASE("a comment above the code speaks for the file's first line, too") {
  CHECK(covered("a.py", "#!/usr/bin/env python\n# stackfit-ignore a: x\nimport os\n") ==
        Lines{"a 1-3"});
}

TEST_CASE("a declaration is covered whole") {
  struct Row {
    const char* path;
    std::string source;
    Lines lines;
  };
  const Row rows[] = {
      {"a.js", "let a\n// stackfit-ignore r: x\nfunction f() {\n  g();\n}\n", {"r 2-5"}},
      {"a.js", "let a\nasync function f() { // stackfit-ignore r: x\n  g();\n}\n", {"r 2-4"}},
      {"a.js", "let a\nconst f = async () => { // stackfit-ignore r: x\n\n};\n", {"r 2-4"}},
      {"a.js", "let a\nvar f = (function () { // stackfit-ignore r: x\n\n});\n", {"r 2-4"}},
      {"a.js", "let a\nexports.f = function () { // stackfit-ignore r: x\n\n};\n", {"r 2-4"}},
      {"a.js", "let a\nexport default { // stackfit-ignore r: x\n f() {\n} };\n", {"r 2-4"}},
      {"a.js", "let a\nexport class A { // stackfit-ignore r: x\n f() {}\n};\n", {"r 2-4"}},
      {"a.js", "class A {\n // stackfit-ignore r: x\n f() {\n }\n}\n", {"r 2-4"}},
      {"a.js", "class A {\n // stackfit-ignore r: x\n f = () => {\n }\n}\n", {"r 2-4"}},
      {"a.js", "x = {\n // stackfit-ignore r: x\n f: function () {\n }\n}\n", {"r 2-4"}},
      {"a.js", "x = {\n // stackfit-ignore r: x\n get f() {\n }\n}\n", {"r 2-4"}},
      {"a.js",
       "let a\nfunction f(\n  b,\n  c,\n) { // stackfit-ignore r: x\n  d();\n}\n",
       {"r 2-7"}},
      {"a.js",
       "let a\nfunction f(\n  b, // stackfit-ignore r: x\n  c,\n) {\n  d();\n}\n",
       {"r 3-3"}},
      {"a.ts",
       "let a\n// stackfit-ignore r: x\n@Injectable()\nexport class A {\n f() {}\n}\n",
       {"r 2-6"}},
      {"a.ts",
       "class A {\n // stackfit-ignore r: x\n @Get()\n @Guard()\n f() {\n }\n}\n",
       {"r 2-6"}},
      {"a.ts", "class A {\n @Get() // stackfit-ignore r: x\n f() {\n }\n g() {}\n}\n", {"r 2-4"}},
      {"a.py",
       "a = 1\n# stackfit-ignore r: x\n@app.get('/')\n@login\ndef f():\n    g()\n",
       {"r 2-6"}},
      {"a.py",
       "a = 1\n@app.get('/')\n# stackfit-ignore r: x\n@login\ndef f():\n    g()\n",
       {"r 3-6"}},
      {"a.py", "a = 1\n@login\nasync def f():  # stackfit-ignore r: x\n    g()\n", {"r 3-4"}},
      {"a.py", "a = 1\ndef f(\n    b,\n):  # stackfit-ignore r: x\n    g()\n", {"r 2-5"}},
      {"a.py",
       "a = 1\n# stackfit-ignore r: x\nclass A(B):\n    def f(self):\n        g()\n",
       {"r 2-5"}},
  };
  for (const auto& row : rows) {
    INFO(row.source);
    CHECK(covered(row.path, row.source) == row.lines);
  }
}

TEST_CASE("any other statement is covered up to its body, a broken one from its last line, too") {
  CHECK(covered("a.js",
                "let a;\n"
                "// stackfit-ignore r: x\n"
                "app.get(\n"
                "  '/',\n"
                "  function (req, res) {\n"
                "    read();\n"
                "  },\n"
                ");\n") == Lines{"r 2-5"});
  CHECK(covered("a.js",
                "let a;\n"
                "load(\n"
                "  a,\n"
                "); // stackfit-ignore r: x\n"
                "run(function () {\n"
                "  a();\n"
                "}); // stackfit-ignore s: x\n") == Lines{"r 2-4", "s 7-7"});
  CHECK(covered("a.py",
                "a = 1\n"
                "from b import (\n"
                "    c,\n"
                ")  # stackfit-ignore r: x\n"
                "# stackfit-ignore s: x\n"
                "if (c\n"
                "        and d):\n"
                "    e()\n") == Lines{"r 2-4", "s 5-8"});
}

TEST_CASE("only real comments count") {
  CHECK(covered("a.js", "a('// stackfit-ignore r: x');\nb(`\n// stackfit-ignore r: x\n`);\n")
            .empty());
  CHECK(covered("a.py", "\"\"\"\n# stackfit-ignore r: x\n\"\"\"\na = '# stackfit-ignore r: x'\n")
            .empty());
  CHECK(covered("a.jsx", "a = <b>// stackfit-ignore r: x</b>;\n").empty());
}

TEST_CASE("JSX has comments in braces and among attributes") {
  CHECK(covered("a.jsx",
                "const a = (\n"
                "  <ul>\n"
                "    {/* stackfit-ignore r: x */}\n"
                "    <li\n"
                "      // stackfit-ignore s: x\n"
                "      onClick={f}\n"
                "    />\n"
                "    <b>c</b> {/* stackfit-ignore t: x */}\n"
                "  </ul>\n"
                ");\n") == Lines{"r 3-4", "s 5-6", "t 8-8"});
}

TEST_CASE("a file's suppression stands above the code") {
  CHECK(covered("a.js", "#!/usr/bin/env node\n'use strict';\n/* stackfit-ignore-file r: x */\n") ==
        Lines{"r 0-end"});
  CHECK(covered("a.py", "\"\"\"Words.\"\"\"\n# stackfit-ignore-file r, s: x\nimport os\n") ==
        Lines{"r 0-end", "s 0-end"});
  CHECK(covered("a.py", "import os\n# stackfit-ignore-file r: x\n") == Lines{"r 0-0 below code"});
}

TEST_CASE("starts and ends pair rule by rule, the innermost first") {
  CHECK(covered("a.py",
                "# stackfit-ignore-start r, s: x\n"
                "a()\n"
                "# stackfit-ignore-start r: y\n"
                "b()\n"
                "# stackfit-ignore-end r\n"
                "# stackfit-ignore-end s\n"
                "c()\n"
                "# stackfit-ignore-end r, s\n") ==
        Lines{"r 1-8", "s 1-6", "r 3-5", "r 0-0", "s 0-0", "r 0-0", "s 0-0 unpaired"});
}

TEST_CASE("suppressions of a hostile file are read in time") {
  std::string many, nested, chain;
  for (int i = 0; i < 30'000; ++i) many += "f(); // stackfit-ignore a,b,c: x\n";
  CHECK(facts_of("a.js", many).suppressions.size() == kMostSuppressions);
  for (int i = 0; i < 3'000; ++i) nested += "// stackfit-ignore a: x\nconst f = () => {\n";
  for (int i = 0; i < 3'000; ++i) nested += "};\n";
  CHECK(facts_of("a.js", nested).suppressions.size() == 3'000);
  chain = "// stackfit-ignore a: x\n";
  for (int i = 0; i < 20'000; ++i) chain += i % 10 == 0 ? "if (a)\n" : "if (a) ";
  CHECK(facts_of("a.js", chain + "f();\n").suppressions.size() == 1);
  std::string comment = "/*";
  for (int i = 0; i < 30'000; ++i) comment += " stackfit-ignore a\n";
  CHECK(facts_of("a.js", comment + "*/").suppressions.size() == kMostSuppressions);
}
