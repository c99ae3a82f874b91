#include <algorithm>
#include <set>

#include "cli/audit.h"
#include "support/catch.h"

// Who a nest of callbacks is while people work on the code around and inside of it.

using namespace stackfit;

namespace {

/// The fingerprints of the findings of callback-nesting.
std::vector<std::string> fingerprints(const std::string& text, Parity parity = Parity::kNative) {
  auto rules = load_rules({});
  REQUIRE(rules);
  auto tree = memory_tree({{"a.js", text}});
  Options options;
  options.parity = parity;
  options.parity_max = 2;
  GatherOptions how;
  how.isolation = Isolation::kInline;
  auto report = audit(*tree, *rules, options, how);
  REQUIRE(report);
  std::vector<std::string> found;
  for (const auto& finding : report->project.findings)
    if (finding.rule == "callback-nesting") found.push_back(finding.fingerprint);
  return found;
}

std::string only_fingerprint(const std::string& text, Parity parity = Parity::kNative) {
  auto found = fingerprints(text, parity);
  REQUIRE(found.size() == 1);
  return found.front();
}

std::string nest(std::string_view path,
                 std::string_view inner = "c.close(function (err) { d(); });") {
  return "a.open('" + std::string(path) +
         "', function (err, b) {\n  b.find(function (err, c) {\n    " + std::string(inner) +
         "\n  });\n});\n";
}

std::string in_function(const std::string& body, std::string_view name = "load") {
  return "function " + std::string(name) + "() {\n" + body + "}\n";
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace

TEST_CASE("a nest stays who it is while people work around and inside of it") {
  const auto original = in_function(nest("/x"));
  const std::pair<const char*, std::string> edits[] = {
      {"lines added above", "'use strict';\n// words\nlet z = 1;\n" + original},
      {"a function added above", in_function("one();\n", "other") + original},
      {"re-indented", replaced(original, "\n", "\n\t\t")},
      {"on one line", replaced(original, "\n", " ")},
      {"other quotes", replaced(original, "'", "\"")},
      {"wrapped", replaced(original, "('/x', ", "(\n  '/x', // words\n  ")},
      {"a variable renamed in a body", replaced(original, "{ d();", "{ const e = 1; f(e);")},
      {"an inner parameter renamed", replaced(original, "err, c", "error, c")},
      {"another level inside",
       in_function(nest("/x", "c.close(function (err) { d(function (err) {}); });"))},
      {"another callee inside", replaced(original, "b.find", "b.findOne")},
      {"a statement added before it", replaced(original, "{\na.open", "{\nlog();\na.open")},
      {"the function made asynchronous", "async " + original},
  };
  for (const auto& [what, text] : edits) {
    INFO(what << "\n" << text);
    CHECK(only_fingerprint(text) == only_fingerprint(original));
  }
}

TEST_CASE("another statement, another callee or another function is another nest") {
  const auto original = in_function(nest("/x"));
  std::set<std::string> all = {only_fingerprint(original)};
  all.insert(only_fingerprint(in_function(nest("/y"))));
  all.insert(only_fingerprint(replaced(original, "a.open", "a.create")));
  all.insert(only_fingerprint(replaced(original, "load", "store")));
  all.insert(only_fingerprint("class A { " + replaced(original, "function load", "load") + "}"));
  all.insert(only_fingerprint(nest("/x")));
  CHECK(all.size() == 6);
}

TEST_CASE("two nests in one function are two, however one of them is edited") {
  auto both = fingerprints(in_function(nest("/x") + nest("/y")));
  REQUIRE(both.size() == 2);
  auto edited =
      fingerprints(in_function(nest("/y") + nest("/x", "c.close(function (err) { e(); f(); });")));
  std::sort(both.begin(), both.end());
  std::sort(edited.begin(), edited.end());
  CHECK(edited == both);
}

TEST_CASE("identical nests are told apart by their order; one removed leaves the first") {
  auto one = fingerprints(in_function(nest("/x")));
  auto three = fingerprints(in_function(nest("/x") + nest("/x") + nest("/x")));
  REQUIRE(three.size() == 3);
  CHECK(std::set<std::string>(three.begin(), three.end()).size() == 3);
  CHECK(three.front() == one.front());
  auto two = fingerprints(in_function(nest("/x") + nest("/x")));
  CHECK(std::includes(three.begin(), three.end(), two.begin(), two.end()));
}

TEST_CASE("ESLint's callbacks have a scope and a statement, too") {
  const auto original = in_function(nest("/x"));
  CHECK(only_fingerprint("\n\n" + replaced(original, "{ d();", "{ e();"), Parity::kEslint) ==
        only_fingerprint(original, Parity::kEslint));
  CHECK(only_fingerprint(replaced(original, "load", "store"), Parity::kEslint) !=
        only_fingerprint(original, Parity::kEslint));
}
