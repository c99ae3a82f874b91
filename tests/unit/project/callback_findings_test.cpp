#include "project/callback_findings.h"

#include "cli/audit.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

constexpr const char* kThreeDeep =
    "function load(done) {\n"
    "  a.open(function (err, b) {\n"
    "    b.find(function (err, c) {\n"
    "      c.close(function (err) { done(err) });\n"
    "    });\n"
    "  });\n"
    "}\n";

ProjectFacts project_of(std::vector<std::pair<std::string, std::string>> files,
                        Options options = {}) {
  auto rules = load_rules({});
  REQUIRE(rules);
  auto tree = memory_tree(std::move(files));
  GatherOptions how;
  how.isolation = Isolation::kInline;
  auto report = audit(*tree, *rules, options, how);
  REQUIRE(report);
  return report->project;
}

std::vector<Finding> findings_of(const ProjectFacts& project) {
  std::vector<Finding> found;
  for (const auto& finding : project.findings)
    if (finding.rule == "callback-nesting") found.push_back(finding);
  return found;
}

std::string text_of(const Finding& finding, std::string_view key) {
  const auto* value = find_data(finding.data, key);
  REQUIRE(value);
  return std::get<std::string>(*value);
}

const RuleUnits& units_of(const ProjectFacts& project) {
  for (const auto& units : project.units)
    if (units.rule == "callback-nesting") return units;
  throw std::runtime_error("no units");
}

}  // namespace

TEST_CASE("a finding carries its chain, its shape and its remedy") {
  auto found = findings_of(project_of({{"a.js", kThreeDeep}}));
  REQUIRE(found.size() == 1);
  const Finding& finding = found.front();
  CHECK(finding.severity == Severity::kNote);
  CHECK(finding.span == Span{4, 15, 4, 29});
  CHECK(finding.scope == "load");
  CHECK(finding.confidence == 1);
  REQUIRE(finding.related.size() == 3);
  CHECK(finding.related[0].line == 2);
  CHECK(finding.related[2].message == "c.close:4");
  CHECK(std::get<std::int64_t>(*find_data(finding.data, "depth")) == 3);
  CHECK(text_of(finding, "shape") == "completion");
  CHECK(text_of(finding, "remedy") == "promisify-bound");
  CHECK(text_of(finding, "advice").find("await") != std::string::npos);
}

TEST_CASE("await is not advised to a project that supports a Node without it") {
  const std::string old = R"({"name": "a", "engines": {"node": ">= 0.10"}})";
  auto found = findings_of(project_of({{"package.json", old}, {"a.js", kThreeDeep}}));
  REQUIRE(found.size() == 1);
  CHECK(text_of(found[0], "advice").find("await") == std::string::npos);
  const std::string newer = R"({"name": "a", "engines": {"node": "^10.2 || >=18"}})";
  found = findings_of(project_of({{"package.json", newer}, {"a.js", kThreeDeep}}));
  REQUIRE(found.size() == 1);
  CHECK(text_of(found[0], "advice").find("await") != std::string::npos);
}

TEST_CASE("three levels in a test are no finding, in vendored code never") {
  CHECK(findings_of(project_of({{"test/a.js", kThreeDeep}})).empty());
  CHECK(findings_of(project_of({{"vendor/a.js", kThreeDeep}})).empty());
}

TEST_CASE("the score counts product code: callbacks too deep against the rest") {
  auto project = project_of({{"a.js", kThreeDeep}, {"test/b.js", kThreeDeep}});
  const auto& units = units_of(project);
  CHECK(units.flagged == 1);
  CHECK(units.flagged_sure == 1);
  CHECK(units.clean == 3);
  CHECK(units.applicable);
  CHECK_FALSE(units_of(project_of({{"a.js", "let a = 1"}})).applicable);
}

TEST_CASE("a profile of styles is claimed from twenty sites on") {
  std::string sites;
  for (int i = 0; i < 19; ++i) sites += "p().then(f);\n";
  auto few = project_of({{"a.js", sites}});
  CHECK(few.async_style.sites == 19);
  CHECK(few.async_style.then == 0);
  auto enough = project_of({{"a.js", sites + "f(function (err) {})"}});
  CHECK(enough.async_style.sites == 20);
  CHECK(enough.async_style.then == Approx(0.95));
  CHECK(enough.async_style.callback == Approx(0.05));
}

TEST_CASE("the profile says how deep callbacks nest, and in which band that lies") {
  std::string flat, deep = "a(function (err) { b(function (err) { c(function (err) {}) }) });\n";
  for (int i = 0; i < 97; ++i) flat += "f(function (err) {});\n";
  auto style = project_of({{"a.js", flat + deep}, {"test/b.js", deep + deep}}).async_style;
  CHECK(style.callbacks == 100);
  CHECK(style.depth_histogram[1] == 98);
  CHECK(style.median == 1);
  CHECK(style.p90 == 1);
  CHECK(style.p95 == 1);
  CHECK(style.deepest == 3);
  CHECK(style.deep == Approx(0.01));
  CHECK(style.very_deep == 0);
  CHECK(style.band == "good");
  style = project_of({{"a.js", flat + deep + deep}}).async_style;
  CHECK(style.band == "watch");
  CHECK(style.deep == Approx(2.0 / 103).margin(0.00005));  // as the report rounds it
  std::string nest;
  for (int i = 0; i < 30; ++i) nest += "f(function (err) {\n";
  for (int i = 0; i < 30; ++i) nest += "});\n";
  style = project_of({{"a.js", nest}}).async_style;
  CHECK(style.band == "bad");
  CHECK(style.deepest == 30);
  CHECK(style.p95 == 11);
  CHECK(style.very_deep == Approx(0.9));
  CHECK(project_of({{"a.js", deep}}).async_style.band.empty());
}

TEST_CASE("functions that mix styles are told of the project") {
  auto style = project_of({{"a.js",
                            "async function a() { await b(); f(function (err) {}) }\n"
                            "function c() { return new Promise(function (ok) {}) }\n"
                            "co(function* () { yield d; });\n"
                            "function e() { return 1 }\n"}})
                   .async_style;
  CHECK(style.functions == 4);
  CHECK(style.mixed == 1);
}

TEST_CASE("parity mode reports every callback over the limit, wherever it lies") {
  Options options;
  options.parity = Parity::kEslint;
  options.parity_max = 1;
  auto found = findings_of(project_of({{"vendor/a.js", kThreeDeep}}, options));
  REQUIRE(found.size() == 2);
  CHECK(found[0].severity == Severity::kWarning);
  CHECK(found[0].message == "Too many nested callbacks (2). Maximum allowed is 1.");
  CHECK(found[1].span.line == 4);
}

TEST_CASE("Flow types are parsed as TSX and the file stays JavaScript and complete") {
  const std::string flow =
      "function f(a: string, done: (err: ?Error) => void) {\n"
      "  g((err: ?Error) => { h((err: ?Error) => { i((err) => done(err)) }) })\n}\n";
  auto project = project_of({{"a.js", flow}});
  CHECK(findings_of(project).size() == 1);
  CHECK(project.files.partial.empty());
  CHECK(project.files.by_language.at("javascript") == 1);
}

TEST_CASE("a chain through a part that did not parse is not reported") {
  const std::string broken =
      "a(function (err) { b(function (err) { if (x { c(function (err) {\n"
      " d(function (err) {}) }) }) })";
  auto project = project_of({{"a.js", broken}, {"b.js", kThreeDeep}});
  auto found = findings_of(project);
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "b.js");
  CHECK(project.files.partial.size() == 1);
}

TEST_CASE("identical chains in one scope have fingerprints of their own") {
  auto found = findings_of(project_of({{"a.js", std::string(kThreeDeep) + kThreeDeep}}));
  REQUIRE(found.size() == 2);
  CHECK(found[0].fingerprint != found[1].fingerprint);
}

TEST_CASE("a chain of thousands of levels is one short finding") {
  std::string source;
  for (int level = 0; level < 3000; ++level) source += "f(function (err) {\n";
  for (int level = 0; level < 3000; ++level) source += "});\n";
  auto found = findings_of(project_of({{"a.js", source}}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].message.size() < 400);
  CHECK(found[0].related.size() == kMostChainLinks);
  CHECK(std::get<std::int64_t>(*find_data(found[0].data, "depth")) == 3000);
}
