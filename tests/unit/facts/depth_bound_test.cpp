#include "facts/javascript/depth_bound.h"

#include <random>

#include "facts/javascript/callbacks.h"
#include "facts/javascript/imports.h"
#include "rules/rule_set.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

std::uint32_t depth_by_parse(std::string_view source, std::string_view language) {
  Parser parser;
  auto tree = parser.parse(*language_named(language), source);
  REQUIRE(tree);
  const auto imports = javascript_imports(*tree);
  const auto modules = module_names(imports);
  std::uint32_t depth = 0;
  for (const auto& fact : find_callbacks(*tree, modules, callback_kinds()))
    if (!fact.broken) depth = std::max(depth, fact.depth);
  return depth;
}

bool awaits_by_parse(std::string_view source, std::string_view language) {
  Parser parser;
  auto tree = parser.parse(*language_named(language), source);
  REQUIRE(tree);
  for (NodeId id = 0; id < tree->size(); ++id)
    if (tree->kind(id) == Kind::kTokenAwait) return true;
  return false;
}

// Random code of callbacks in callbacks, with what may hide them.
class Generator {
 public:
  explicit Generator(unsigned seed) : dice_(seed) {}
  std::string program() {
    std::string text = "const fs = require('fs');\n";
    for (int i = 0; i < 4; ++i) text += statement(5);
    return text;
  }

 private:
  unsigned pick(unsigned of) { return static_cast<unsigned>(dice_() % of); }
  std::string body(int depth) { return "{ " + statement(depth - 1) + statement(depth - 1) + "}"; }
  std::string function(int depth) {
    switch (pick(7)) {
      case 0:
        return "function (err, data) " + body(depth);
      case 1:
        return "(err, data) => " + body(depth);
      case 2:
        return "async data => " + value(depth - 1);
      case 3:
        return "function named(err) " + body(depth);
      case 4:
        return "{ success(data) " + body(depth) + ", error: e => use(e) }";
      case 5:
        return "(function () " + body(depth) + ").bind(this)";
      default:
        return "[1, (e) => " + body(depth) + "]";
    }
  }
  std::string value(int depth) {
    constexpr const char* kPlain[] = {
        "'a(}'", "\"=>\"", "`${1}function`", "/[/(]=>\\//g", "x / 2", "{a: 1}",
        "[1]",   "(y)",    "x => y",         "/* ( */ 3"};
    constexpr const char* kCallees[] = {"fs.readFile", "setTimeout", "items.forEach",
                                        "it",          "describe",   "new Promise",
                                        "$.ajax",      "app.get",    "p.then"};
    if (depth <= 0 || pick(4) == 0) return kPlain[pick(std::size(kPlain))];
    return std::string(kCallees[pick(std::size(kCallees))]) + "(" + value(0) + ", " +
           function(depth - 1) + ")";
  }
  std::string statement(int depth) {
    switch (pick(9)) {
      case 0:
        return "if (x) { " + (depth > 0 ? statement(depth - 1) : "") + "} else y();\n";
      case 1:
        return "var f" + std::to_string(pick(3)) + " = " + value(depth) + ";\n";
      case 2:
        return "function f" + std::to_string(pick(3)) + "(a, b = {}) " +
               (depth > 0 ? body(depth) : "{}") + "\n";
      case 3:
        return "class C { m(a) " + (depth > 0 ? body(depth) : "{}") + " }\n";
      case 4:
        return "fs.stat('a', f" + std::to_string(pick(3)) + ");\n";
      case 5:
        return "for (const a of b) " + value(depth) + "\n";
      case 6:
        return "return " + value(depth) + "\n";
      default:
        return value(depth) + ";\n";
    }
  }
  std::mt19937 dice_;
};

std::optional<std::uint32_t> bound_of(std::string_view source) {
  auto bound = bound_callback_depth(source, callback_kinds().test_functions());
  return bound ? std::optional(bound->depth) : std::nullopt;
}

}  // namespace

TEST_CASE("the bound of callback depths sees calls, not text") {
  CHECK(bound_of("a(function () { b(() => c(d => e)); });") == 3);
  CHECK(bound_of("const a = () => { const b = () => { function c() {} }; };") == 0);
  CHECK(bound_of("// a(() => b(() => {\nx = \"a(() => {\" + `(() =>` + /(=>/;") == 0);
  CHECK(bound_of("(function () { a(() => {}); })();") == 1);
  CHECK(bound_of("describe('a', () => { it('b', function (done) { f(() => {}); }); });") == 1);
  CHECK(bound_of("const it = x; it('b', function (done) { f(() => {}); });") == std::nullopt);
  CHECK(bound_of("a((function () { b(() => {}) }))") == 2);
  CHECK(bound_of("a({ success() { b(() => {}) } })") == 2);
  CHECK(bound_of("a(() => { function named() { b(() => {}) } })") == 3);
  CHECK(bound_of("`${a(() => `${b(() => {})}`)}`") == 2);
}

TEST_CASE("where tokens are in doubt, the bound of callback depths says nothing") {
  for (std::string_view doubtful :
       {"return <div>don't</div>;", "a(", "a)", "x = {} / 2", "x++ / y / 2", "'a", "`a", "/* a",
        "(]", "f = (): { a: 1 } => 2; function g(): { a: 1 } {}", "obj = {await: 1}"}) {
    INFO(doubtful);
    CHECK_FALSE(bound_callback_depth(doubtful, callback_kinds().test_functions()));
  }
}

TEST_CASE("callbacks never nest deeper than their bound, in examples and in generated code") {
  auto rules = load_rules({});
  REQUIRE(rules);
  std::size_t bounded = 0, zero = 0;
  auto compare = [&](std::string_view source, std::string_view language) {
    auto bound = bound_callback_depth(source, callback_kinds().test_functions());
    if (!bound) return;
    ++bounded;
    zero += bound->depth < 3;
    INFO(language << "\n" << source);
    CHECK(depth_by_parse(source, language) <= bound->depth);
    CHECK(awaits_by_parse(source, language) == bound->awaits);
  };
  for (const auto& rule : rules->rules)
    for (const auto& example : rule.examples)
      for (const auto& file : example.files)
        if (const auto* language = language_of_path(file.path); language && !language->is_python())
          compare(file.text, language->name);
  CHECK(bounded > 100);
  CHECK(zero > 50);
  for (unsigned seed = 0; seed < 1500; ++seed) compare(Generator(seed).program(), "javascript");
  CHECK(bounded > 300);
}
