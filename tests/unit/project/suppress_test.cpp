#include "project/suppress.h"

#include <fmt/format.h>

#include "cli/audit.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

ProjectFacts project_of(Files files, Options options = {}) {
  auto rules = load_rules({});
  REQUIRE(rules);
  auto tree = memory_tree(std::move(files));
  GatherOptions how;
  how.isolation = Isolation::kInline;
  auto report = audit(*tree, *rules, options, how);
  REQUIRE(report);
  return report->project;
}

/// `line rule status reason` of every finding.
std::vector<std::string> shown(const ProjectFacts& project) {
  std::vector<std::string> lines;
  for (const auto& finding : project.findings)
    lines.push_back(fmt::format("{} {} {} {}", finding.span.line, finding.rule,
                                name_of(finding.status), finding.reason));
  return lines;
}

using Lines = std::vector<std::string>;

constexpr std::string_view kNest[] = {"function load(done) {",
                                      "  a.open(",
                                      "    path,",
                                      "    function (err, b) { check(err);",
                                      "    b.find(function (err, c) { check(err);",
                                      "      c.close(function (err) {",
                                      "        done(err);",
                                      "      });",
                                      "    });",
                                      "  });",
                                      "}"};

/// The nest with a suppression behind a line of it.
std::string nest_with(std::size_t line, std::string_view comment) {
  std::string text = "let first;\n";
  for (std::size_t i = 0; i < std::size(kNest); ++i) {
    text += kNest[i];
    if (i + 2 == line) text.append(" // ").append(comment);
    text += '\n';
  }
  return text;
}

const RuleUnits& units_of(const ProjectFacts& project, std::string_view rule) {
  for (const auto& units : project.units)
    if (units.rule == rule) return units;
  throw std::runtime_error("no units");
}

}  // namespace

TEST_CASE("a nest of callbacks is suppressed wherever a person would put the comment") {
  for (std::size_t line : {2, 3, 5, 6, 7}) {
    INFO("line " << line);
    auto project = project_of({{"a.js", nest_with(line, "stackfit-ignore callback-nesting: why")}});
    CHECK(shown(project) == Lines{"7 callback-nesting suppressed why"});
  }
  for (std::size_t line : {8, 11}) {
    auto project = project_of({{"a.js", nest_with(line, "stackfit-ignore callback-nesting: why")}});
    CHECK(shown(project) ==
          Lines{"7 callback-nesting new ", fmt::format("{} allow-unused new ", line)});
  }
}

TEST_CASE("the outermost statement may begin far above its callback") {
  auto project = project_of({{"a.js",
                              "let first;\n"
                              "// stackfit-ignore callback-nesting: why\n"
                              "user(id)\n"
                              "  .then(function (u) {\n"
                              "    return u;\n"
                              "  })\n"
                              "  .then(function (u) {\n"
                              "    a(function (err) { b(err, function (err) { c(err); }); });\n"
                              "  })\n"
                              "  .catch(report);\n"}});
  CHECK(shown(project) == Lines{"8 callback-nesting suppressed why"});
}

TEST_CASE("what is suppressed counts neither as flagged nor as clean") {
  auto open = project_of({{"a.js", nest_with(0, "")}});
  auto closed = project_of({{"a.js", nest_with(2, "stackfit-ignore callback-nesting: why")}});
  CHECK(units_of(open, "callback-nesting").flagged == 1);
  CHECK(units_of(closed, "callback-nesting").flagged == 0);
  CHECK(units_of(closed, "callback-nesting").flagged_sure == 0);
  CHECK(units_of(closed, "callback-nesting").clean == units_of(open, "callback-nesting").clean);
  Files shadow = {{"random.py", "def pick(items):\n    return items[0]\n"},
                  {"roll.py",
                   "import random\n\nif __name__ == \"__main__\":\n"
                   "    print(random.randint(1, 6))\n"}};
  auto before = project_of(shadow);
  shadow[0].second.insert(0, "# stackfit-ignore-file module-name-conflict: only a package\n");
  auto after = project_of(shadow);
  REQUIRE(units_of(before, "module-name-conflict").flagged > 0);
  CHECK(units_of(after, "module-name-conflict").flagged == 0);
  CHECK(units_of(after, "module-name-conflict").clean ==
        units_of(before, "module-name-conflict").clean);
  CHECK(shown(after) == Lines{"1 module-name-conflict suppressed only a package"});
}

TEST_CASE("the modules of a suppressed circle of imports count neither way") {
  Files files = {{"src/a.js", "const b = require('./b');\nb.x();\n"},
                 {"src/b.js", "const a = require('./a');\na.y();\n"},
                 {"src/c.js", "const a = require('./a');\na.y();\n"}};
  auto open = project_of(files);
  CHECK(units_of(open, "import-cycle").flagged > 0);
  for (auto& [path, text] : files)
    text.insert(0, "// stackfit-ignore-file import-cycle: being untangled\n");
  auto closed = project_of(files);
  CHECK(units_of(closed, "import-cycle").flagged == 0);
  CHECK(units_of(closed, "import-cycle").clean == units_of(open, "import-cycle").clean);
}

TEST_CASE("the suppression that covers the fewest lines decides") {
  auto project =
      project_of({{"a.js", "// stackfit-ignore-start callback-nesting: wide\n" +
                               nest_with(2, "stackfit-ignore callback-nesting: function") +
                               nest_with(6, "stackfit-ignore callback-nesting: line") +
                               "// stackfit-ignore-end callback-nesting\n"}});
  CHECK(shown(project) == Lines{"1 allow-unused new ", "8 callback-nesting suppressed function",
                                "20 callback-nesting suppressed line"});
}

TEST_CASE("a suppression holds through its last day, by the date the report refers to") {
  const auto text = nest_with(2, "stackfit-ignore callback-nesting: why until 2027-01-31");
  Options options;
  options.as_of = "2027-01-31";
  CHECK(shown(project_of({{"a.js", text}}, options)) == Lines{"7 callback-nesting suppressed why"});
  options.as_of = "2027-02-01";
  CHECK(shown(project_of({{"a.js", text}}, options)) ==
        Lines{"2 allow-expired new ", "7 callback-nesting new "});
}

TEST_CASE("a suppression without a reason works and is reported once") {
  auto text = nest_with(7, "stackfit-ignore callback-nesting, import-cycle");
  auto project = project_of({{"a.js", text}});
  CHECK(shown(project)[0] == "7 callback-nesting suppressed ");
  CHECK(shown(project)[1] == "7 allow-unexplained new ");
}

TEST_CASE("unused is said only where it is certain") {
  const std::string comment = "// stackfit-ignore callback-nesting: why\nf();\n";
  CHECK(shown(project_of({{"a.js", comment}})) == Lines{"1 allow-unused new "});
  CHECK(shown(project_of({{"a.js", comment + "if (x { \n"}})).empty());
  CHECK(shown(project_of({{"vendor/a.js", comment}})).empty());
  Options only;
  only.only = {"allow-unused"};
  CHECK(shown(project_of({{"a.js", comment}}, only)).empty());
  only.only.push_back("callback-nesting");
  CHECK(shown(project_of({{"a.js", comment}}, only)).size() == 1);
  only.parity = Parity::kEslint;
  CHECK(shown(project_of({{"a.js", comment}}, only)).empty());
}

TEST_CASE("a suppressed finding leaves the gate alone") {
  std::string text = "function f(done) { // stackfit-ignore callback-nesting: why\n";
  for (int i = 0; i < 6; ++i) text += "a(function (err) { check(err);\n";
  for (int i = 0; i < 6; ++i) text += "});\n";
  auto rules = load_rules({});
  REQUIRE(rules);
  auto tree = memory_tree({{"a.js", text + "}\n"}});
  Options options;
  options.fail_on = Severity::kNote;
  GatherOptions how;
  how.isolation = Isolation::kInline;
  auto report = audit(*tree, *rules, options, how);
  REQUIRE(report);
  CHECK(report->project.findings.size() == 1);
  CHECK(report->gate.passed);
}

TEST_CASE("thousands of overlapping suppressions are matched in time") {
  std::string text;
  for (int i = 0; i < 2'000; ++i)
    text += "// stackfit-ignore callback-nesting: x\nfunction f() {\n";
  for (int i = 0; i < 200; ++i)
    text +=
        "a(function (err) { b(err, function (err) { c(err, function (err) { d(err); }) }) });\n";
  for (int i = 0; i < 2'000; ++i) text += "}\n";
  auto project = project_of({{"a.js", text}});
  std::size_t suppressed = 0, unused = 0;
  for (const auto& finding : project.findings)
    finding.rule == "allow-unused" ? ++unused
                                   : suppressed += finding.status == FindingStatus::kSuppressed;
  CHECK(suppressed == 200);
  CHECK(unused == 1'999);
}
