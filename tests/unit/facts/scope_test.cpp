#include "facts/scope.h"

#include <map>

#include "facts/statement.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

SyntaxTree parsed(std::string_view source, std::string_view language) {
  static Parser parser;
  auto tree = parser.parse(*language_named(language), source);
  REQUIRE(tree);
  return std::move(*tree);
}

/// Scope and digest of the first identifier `here`.
std::pair<std::string, std::uint64_t> identity_of(std::string_view source,
                                                  std::string_view language = "javascript") {
  auto tree = parsed(source, language);
  for (NodeId id = 0; id < tree.size(); ++id)
    if (tree.first_child(id) == kNoNode && tree.text(id) == "here")
      return {scope_chain(named_scopes(tree), id), statement_digest(tree, id)};
  FAIL("no `here` in " << source);
  return {};
}

std::string scope_of(std::string_view source, std::string_view language = "javascript") {
  return identity_of(source, language).first;
}

}  // namespace

TEST_CASE("a scope chain has every name that JavaScript gives") {
  const std::pair<const char*, const char*> rows[] = {
      {"here()", "<module>"},
      {"function a() { here() }", "a"},
      {"function a() { function b() { here() } }", "a.b"},
      {"class A { b() { here() } }", "A.b"},
      {"class A { #b = () => { here() } }", "A.#b"},
      {"class A { static { here() } }", "A"},
      {"const A = class B { c() { here() } }", "A.c"},
      {"const a = async () => { here() }", "a"},
      {"let a = (function () { here() })", "a"},
      {"exports.a = function () { here() }", "a"},
      {"module.exports.a = () => here()", "a"},
      {"module.exports = { a() { here() } }", "a"},
      {"module.exports = function a() { here() }", "a"},
      {"export default { methods: { a() { here() } } }", "methods.a"},
      {"const api = { a: { b: function () { here() } } }", "api.a.b"},
      {"A.prototype.b = function () { here() }", "A.b"},
      {"A.prototype = { b: function () { here() } }", "A.prototype.b"},
      {"this.a = function b() { here() }", "a"},
      {"function a() { f(function (err) { g(() => here()) }) }", "a"},
      {"function a() { f(function b() { here() }) }", "a.b"},
      {"x = { 'a b': () => { here() } }", "x.a b"},
      {"class A { [b]() { here() } }", "A.[b]"},
      {"class A { get b() { here() } }", "A.b"},
      {"function a() {} here()", "<module>"},
      {"function a() { function b() {} here() }", "a"},
      {"function a() { const here = 1 }", "a"},
  };
  for (const auto& [source, scope] : rows) {
    INFO(source);
    CHECK(scope_of(source) == scope);
  }
  CHECK(scope_of("namespace N { abstract class A { b() { here() } } }", "typescript") == "N.A.b");
  CHECK(scope_of("class A { private b = (x: T) => { here() } }", "typescript") == "A.b");
  CHECK(scope_of("const a = (() => { here() }) as F", "typescript") == "a");
}

TEST_CASE("a scope chain has every name that Python gives") {
  const std::pair<const char*, const char*> rows[] = {
      {"here()", "<module>"},
      {"def a():\n    here()", "a"},
      {"class A(B):\n    async def b(self):\n        def c():\n            here()", "A.b.c"},
      {"class A:\n    @here\n    def b(self): pass", "A"},
      {"f = lambda x: here(x)", "f"},
      {"def a():\n    return map(lambda x: here(x), y)", "a"},
      {"if x:\n    def a():\n        here()", "a"},
  };
  for (const auto& [source, scope] : rows) {
    INFO(source);
    CHECK(scope_of(source, "python") == scope);
  }
}

TEST_CASE("a hostile chain of scopes is cut in the middle") {
  std::string source;
  for (int i = 0; i < 2000; ++i) source += "function f" + std::to_string(i) + "(){";
  auto scope = scope_of(source + "here()" + std::string(2000, '}'));
  CHECK(scope == "f0.f1.f2.f3.f4.f5.f6.f7.….f1993.f1994.f1995.f1996.f1997.f1998.f1999");
  CHECK(scope_of("function " + std::string(5000, 'a') + "(){ here() }").size() == 80);
}

TEST_CASE("a statement keeps its digest while people and formatters work around it") {
  const char* original = "f('a', function (err, x) { one(); }, here);";
  const char* alike[] = {
      "\n\n  // words\n  f(\"a\", function (err, x) {\n    two(); three();\n  }, here)",
      "f(\n  'a',\n  function (err, x) {\n  },\n  here,\n);",
      "f('a', /* words */ function (err, x) { return 1 }, here);",
      "function g() { if (a) { f('a', function (err, x) { one(); }, here); } }",
  };
  for (auto source : alike) {
    INFO(source);
    CHECK(identity_of(source).second == identity_of(original).second);
  }
  const char* others[] = {"f('b', function (err, x) { one(); }, here);",
                          "g('a', function (err, x) { one(); }, here);",
                          "f('a', function (err, y) { one(); }, here);",
                          "return f('a', function (err, x) { one(); }, here);"};
  for (auto source : others) {
    INFO(source);
    CHECK(identity_of(source).second != identity_of(original).second);
  }
}

TEST_CASE("a formatter's brackets, quotes and arrows change no digest") {
  const std::pair<const char*, const char*> same[] = {
      {"x => f(here)", "(x) => f(here);"},
      {"return a + here", "return (\n  a + here\n);"},
      {"a.map(x => x.id, here)", "a.map((x) => x.name, here)"},
      {"if (a) here()", "if (a) { here() }"},
      {"for (const a of b) here(a)", "here(a)"},
  };
  for (const auto& [one, other] : same) {
    INFO(one << " and " << other);
    CHECK(identity_of(one).second == identity_of(other).second);
  }
  const std::pair<const char*, const char*> python[] = {
      {"a = f('b', here)", "a = f(\n    \"b\",\n    here,\n)"},
      {"from a import here", "from a import (\n    here,  # words\n)"},
      {"return here or b", "return (\n    here\n    or b\n)"},
      {"x = r'a' + here", "x = r\"a\" + here"},
      {"if here:\n    a()", "if here:\n    b()\n    c()"},
      {"@a\ndef f(b=here): pass", "@c(1)\n@d\ndef f(b=here): return 1"},
  };
  for (const auto& [one, other] : python) {
    INFO(one << " and " << other);
    CHECK(identity_of(one, "python").second == identity_of(other, "python").second);
  }
  CHECK(identity_of("x = r'a' + here", "python").second !=
        identity_of("x = b'a' + here", "python").second);
}

TEST_CASE("each clause of a statement has a digest of its own") {
  CHECK(identity_of("if (a) {} else if (here) {}").second ==
        identity_of("if (b) {} else if (here) {}").second);
  CHECK(identity_of("try:\n  a\nexcept here:\n  b", "python").second !=
        identity_of("try:\n  here\nexcept a:\n  b", "python").second);
  CHECK(identity_of("switch (a) { case here: b() }").second ==
        identity_of("switch (c) { case here: d() }").second);
}

TEST_CASE("a digest needs no more than the head, and ends on hostile depth") {
  std::string list, deep;
  for (int i = 0; i < 100; ++i) list += "a" + std::to_string(i) + ", ";
  CHECK(identity_of("here(" + list + "b)").second == identity_of("here(" + list + "c)").second);
  for (int i = 0; i < 20'000; ++i) deep += "[";
  CHECK(identity_of(deep + "here" + std::string(20'000, ']')).second != 0);
}
