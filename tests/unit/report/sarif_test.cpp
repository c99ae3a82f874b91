#include "core/utf8.h"
#include "report/sarif_parts.h"
#include "support/catch.h"
#include "support/sample_report.h"

using namespace stackfit;

namespace {

Json run_of(const Report& report) {
  return Json::parse(find_writer("sarif")->write(report, sample_rules(), {}))["runs"][0];
}

Finding finding(std::string path, Severity severity) {
  Finding result;
  result.rule = "callback-nesting";
  result.path = std::move(path);
  result.severity = severity;
  result.span = {4, 2, 9, 3};
  result.message = "message";
  result.fingerprint = "00aa";
  return result;
}

}  // namespace

TEST_CASE("paths become relative URIs in which nothing can be mistaken") {
  CHECK(uri_of("src/a-b_c.~1.js") == "src/a-b_c.~1.js");
  CHECK(uri_of("c:/x y") == "c%3A/x%20y");
  CHECK(uri_of("a\r\n#?%ü\xff") == "a%0D%0A%23%3F%25%C3%BC%FF");
}

TEST_CASE("SARIF message text holds no embedded link of the repository's making") {
  CHECK(message_text("a[0] [x](http://y)\n") == "a\\[0\\] \\[x\\](http://y)\\u{a}");
}

TEST_CASE("SARIF keeps the 5,000 most severe results and says so") {
  Report report;
  for (int i = 0; i < 4990; ++i)
    report.project.findings.push_back(finding("a.js", Severity::kWarning));
  for (int i = 0; i < 20; ++i) report.project.findings.push_back(finding("b.js", Severity::kNote));
  for (int i = 0; i < 5; ++i) report.project.findings.push_back(finding("c.js", Severity::kError));
  auto run = run_of(report);
  const auto& results = run["results"];
  REQUIRE(results.size() == 5000);
  CHECK(results.front()["level"] == "error");
  CHECK(results[4994]["level"] == "warning");
  CHECK(results.back()["level"] == "note");
  CHECK(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] ==
        "the SARIF report holds the 5,000 most severe of 5,015 findings, all that code scanning "
        "shows");
  report.project.findings.resize(5000);
  CHECK(run_of(report)["invocations"][0]["toolExecutionNotifications"].empty());
}

TEST_CASE("suppressed and accepted findings are in SARIF only when asked for, and marked") {
  Report report;
  report.project.findings = {finding("a.js", Severity::kError), finding("b.js", Severity::kError),
                             finding("c.js", Severity::kError)};
  report.project.findings[1].status = FindingStatus::kSuppressed;
  report.project.findings[1].reason = "measured";
  report.project.findings[2].status = FindingStatus::kUnchanged;
  report.project.findings[2].baselined = true;
  CHECK(run_of(report)["results"].size() == 1);
  report.options.sarif_suppressions = true;
  auto results = run_of(report)["results"];
  REQUIRE(results.size() == 3);
  CHECK_FALSE(results[0].contains("suppressions"));
  CHECK(results[1]["suppressions"][0] == Json{{"kind", "inSource"}, {"justification", "measured"}});
  CHECK(results[2]["suppressions"][0] == Json{{"kind", "external"}});
}

TEST_CASE("a result of many lines is placed on its first, the whole of it is related") {
  Report report;
  report.project.findings = {finding("a.js", Severity::kError)};
  auto result = run_of(report)["results"][0];
  // Without the source there are no columns to count, and the fingerprint is our own.
  CHECK(result["locations"][0]["physicalLocation"]["region"] == Json{{"startLine", 4}});
  CHECK(result["relatedLocations"][0]["physicalLocation"]["region"] ==
        Json{{"startLine", 4}, {"endLine", 9}});
  CHECK(result["partialFingerprints"]["primaryLocationLineHash"] == "00aa:1");
  CHECK_FALSE(result.contains("baselineState"));
  report.excerpts = {{"1234:2", "call();", 2, 9, "  call();"}};
  report.change.emplace();
  result = run_of(report)["results"][0];
  CHECK(result["locations"][0]["physicalLocation"]["region"] ==
        Json{{"startLine", 4},
             {"startColumn", 2},
             {"endLine", 4},
             {"endColumn", 9},
             {"snippet", {{"text", "call();"}}}});
  CHECK(result["partialFingerprints"]["primaryLocationLineHash"] == "1234:2");
  CHECK(result["baselineState"] == "new");
}

TEST_CASE("a category tells the uploads of one commit apart") {
  Report report;
  CHECK(run_of(report)["automationDetails"]["id"] == "stackfit/");
  report.options.sarif_category = "api";
  CHECK(run_of(report)["automationDetails"]["id"] == "stackfit/api/");
}
