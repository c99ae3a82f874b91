#include "report/difference.h"

#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/hostile_report.h"
#include "support/sample_report.h"

using namespace stackfit;

namespace {

Finding finding(std::string fingerprint, std::string path, Severity severity = Severity::kNote) {
  Finding result;
  result.rule = "callback-nesting";
  result.fingerprint = std::move(fingerprint);
  result.path = std::move(path);
  result.severity = severity;
  return result;
}

Report report_of(std::vector<Finding> findings) {
  Report report = sample_report();
  report.project.name = "app";
  report.project.findings = std::move(findings);
  return report;
}

}  // namespace

TEST_CASE("a report does not differ from itself") {
  Report report = hostile_report();
  auto difference = difference_of(report, report);
  CHECK(difference.gone.empty());
  CHECK(difference.fresh.empty());
  CHECK(difference.worse.empty());
  CHECK(difference.rules.empty());
  CHECK(difference.verdicts.empty());
  CHECK(difference.folders.empty());
  CHECK(difference.owners.empty());
  CHECK(difference.left.empty());
  CHECK(difference.came.empty());
  CHECK_FALSE(difference.other_rules);
}

TEST_CASE("findings are gone, new, the same or worse, each counted once") {
  Report before = report_of({finding("a", "src/x.js"), finding("a", "src/x.js"),
                             finding("b", "src/api/v1/y.js"), finding("c", "z.js")});
  Report after = report_of({finding("a", "src/x.js"), finding("c", "z.js", Severity::kError),
                            finding("d", "src/api/v2/w.js")});
  auto difference = difference_of(before, after);
  REQUIRE(difference.gone.size() == 2);
  CHECK(difference.gone[0]->fingerprint == "b");
  CHECK(difference.gone[1]->fingerprint == "a");
  REQUIRE(difference.fresh.size() == 1);
  CHECK(difference.fresh[0]->fingerprint == "d");
  REQUIRE(difference.worse.size() == 1);
  CHECK(difference.worse[0]->fingerprint == "c");
  CHECK(difference.same == 2);
  REQUIRE(difference.folders.size() == 2);
  CHECK(difference.folders[0].name == "src/api");
  CHECK(difference.folders[0].gone == 1);
  CHECK(difference.folders[0].fresh == 1);
  CHECK(difference.folders[1].name == "src");
}

TEST_CASE("what is suppressed or accepted makes no difference") {
  Finding accepted = finding("a", "x.js");
  accepted.baselined = true;
  Finding suppressed = finding("b", "x.js");
  suppressed.status = FindingStatus::kSuppressed;
  Report before = report_of({accepted, suppressed}), after = report_of({});
  CHECK(difference_of(before, after).gone.empty());
}

TEST_CASE("who improved stands first among the owners") {
  Report before = report_of({}), after = report_of({});
  before.statistics = Statistics{{}, {}, {{"@a", {1, 0, 0}}, {"@b", {5, 1, 0}}}, "CODEOWNERS"};
  after.statistics = Statistics{{}, {}, {{"@a", {3, 0, 0}}, {"@b", {1, 0, 0}}}, "CODEOWNERS"};
  auto owners = difference_of(before, after).owners;
  REQUIRE(owners.size() == 2);
  CHECK(owners[0].name == "@b");
  CHECK(owners[0].before == 6);
  CHECK(owners[0].after == 1);
}

TEST_CASE("the difference of hostile reports is safe to print") {
  Report before = hostile_report(), after = hostile_report();
  for (auto& finding : after.project.findings) finding.fingerprint += "0";
  after.rules_digest = "other";
  auto difference = difference_of(before, after);
  CHECK(difference.other_rules);
  Style style;
  style.verbose = true;
  for (const auto& text :
       {write_difference_text(difference, style), write_difference_markdown(difference),
        write_difference_json(difference)}) {
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("##[") == std::string::npos);
    CHECK(text.find("\u202e") == std::string::npos);
    CHECK(text.find("\n::") == std::string::npos);
  }
  auto document = nlohmann::json::parse(write_difference_json(difference));
  CHECK(document["new"].size() == difference.fresh.size());
}
