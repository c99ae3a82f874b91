#include "syntax/query.h"

#include "support/catch.h"

using namespace stackfit;

namespace {

// The texts of the @hit captures of a query over a source.
Result<std::vector<std::string>> hits(std::string_view language, std::string_view query,
                                      std::string_view source) {
  auto compiled = Query::compile(*language_named(language), query);
  if (!compiled) return compiled.error();
  if (auto checked = compiled->check(); !checked) return checked.error();
  Parser parser;
  auto tree = parser.parse(*language_named(language), source);
  REQUIRE(tree);
  std::vector<std::string> texts;
  for (const auto& match : compiled->run(*tree).matches) texts.emplace_back(tree->text(match.hit));
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("each predicate holds, or holds not, for the text of its capture") {
  constexpr std::string_view kSource = "a(1); b(2); ab(3);";
  auto called = [&](std::string predicate) {
    return *hits("javascript",
                 "((call_expression function: (identifier) @f) @hit " + predicate + ")", kSource);
  };
  CHECK(called("(#eq? @f \"a\")") == Texts{"a(1)"});
  CHECK(called("(#not-eq? @f \"a\")") == Texts{"b(2)", "ab(3)"});
  CHECK(called("(#any-of? @f \"a\" \"b\")") == Texts{"a(1)", "b(2)"});
  CHECK(called("(#not-any-of? @f \"a\" \"b\")") == Texts{"ab(3)"});
  CHECK(called("(#match? @f \"^a\")") == Texts{"a(1)", "ab(3)"});
  CHECK(called("(#not-match? @f \"b$\")") == Texts{"a(1)"});
  CHECK(called("(#match? @f \"^a\") (#not-eq? @f \"ab\")") == Texts{"a(1)"});
}

TEST_CASE("a predicate on a capture that took no part holds") {
  auto found = hits("javascript",
                    "((call_expression function: [(identifier) @f (member_expression property: "
                    "(property_identifier) @m)]) @hit (#eq? @f \"go\") (#eq? @m \"run\"))",
                    "go(); x.run(); stop(); x.halt();");
  CHECK(*found == Texts{"go()", "x.run()"});
}

TEST_CASE("a query that means nothing is refused, with the reason") {
  auto why = [](std::string_view query) {
    auto found = hits("javascript", query, "a;");
    REQUIRE_FALSE(found);
    const Error& error = found.error();
    return error.where + ": " + error.message + (error.hint.empty() ? "" : "; " + error.hint);
  };
  CHECK(why("\n(identifer) @hit") ==
        "2: javascript has no node kind 'identifer'; did you mean \"identifier\"?");
  CHECK(why("((identifier) @hit\n (#mach? @hit \"x\"))") ==
        "2: unknown predicate #mach?; did you mean \"match?\"?");
  CHECK(why("((identifier) @hit (#match? @hit \"(\"))").find("1: bad regular expression") == 0);
  CHECK(why("((identifier) @hit (#eq? @hid \"a\"))") ==
        "1: #eq? asks about @hid, which nothing captures; did you mean \"hit\"?");
  CHECK(why("((identifier) @hit (#inside? @hit \"hall\"))") ==
        "1: no grammar has a node kind 'hall'");
  CHECK(why("(identifier) @other") == "1: the pattern captures no @hit");
  CHECK(why("((identifier)") == "1: a ')' is missing");
  CHECK(why("(call_expression nme: (identifier)) @hit").find("1: unknown field") == 0);
}

TEST_CASE("requirements name texts without which a pattern cannot match") {
  auto patterns = requirements_of(
      "((call function: (attribute object: (_) @o attribute: (identifier) @m)) @hit (#any-of? @m "
      "\"run\" \"call\") (#match? @o \"^(subprocess|os)$\")) ((string (string_content) @s) @hit "
      "(#match? @s \"^text/event-stream\") (#not-eq? @s \"x\"))");
  REQUIRE(patterns.size() == 2);
  REQUIRE(patterns[0].size() == 2);
  CHECK(patterns[0][0][1].text == "call");
  CHECK(patterns[0][0][1].whole_word);
  CHECK(patterns[0][1][0].text == "subprocess");
  CHECK(patterns[1][0][0].text == "text/event-stream");
  CHECK_FALSE(patterns[1][0][0].whole_word);
}

TEST_CASE("only alternations of literals are read off a regular expression") {
  auto texts = [](std::string_view regex) {
    Texts list;
    for (const auto& required : texts_required_by(regex)) list.push_back(required.text);
    return list;
  };
  CHECK(texts("^(a|b\\.c)$") == Texts{"a", "b.c"});
  CHECK(texts("(View|Resource)$") == Texts{"View", "Resource"});
  CHECK_FALSE(texts_required_by("(View|Resource)$")[0].whole_word);
  CHECK(texts("^websockets?$").empty());
  CHECK(texts("[a-z]Router").empty());
  CHECK(texts("^(x|)$").empty());
  // Here ^ binds to a and $ to b, so neither is a whole word.
  CHECK_FALSE(texts_required_by("^a|b$")[0].whole_word);
}

TEST_CASE("a chain of thousands of calls costs no more than its length") {
  std::string source = "x";
  for (int i = 0; i < 20000; ++i) source += ".find(y)";
  auto found = hits("javascript",
                    "((call_expression function: (member_expression object: (_) @o property: "
                    "(property_identifier) @p)) @hit (#match? @o \"nowhere\"))",
                    source);
  CHECK(found->empty());
}
