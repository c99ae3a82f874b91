#include <map>

#include "report/open_findings.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

Finding finding(std::string path, std::uint32_t line, Severity severity,
                FindingStatus status = FindingStatus::kNew) {
  Finding result;
  result.rule = "rule";
  result.path = std::move(path);
  result.span = {line, 1, line, 2};
  result.severity = severity;
  result.status = status;
  return result;
}

}  // namespace

TEST_CASE("few findings are all annotated") {
  Report report;
  for (std::uint32_t line = 1; line <= 10; ++line)
    report.project.findings.push_back(finding("a.js", line, Severity::kNote));
  auto picked = pick_annotations(report);
  CHECK(picked.shown.size() == 10);
  CHECK(counts_of(picked.left_out).empty());
}

TEST_CASE("ten annotations of a severity are spread over the files, new ones first") {
  Report report;
  auto& findings = report.project.findings;
  for (std::uint32_t line = 1; line <= 50; ++line)
    findings.push_back(finding("a.js", line, Severity::kError));
  for (char name = 'b'; name < 'f'; ++name)
    for (std::uint32_t line = 1; line <= 3; ++line)
      findings.push_back(finding({name, '.', 'j', 's'}, line, Severity::kError));
  for (std::uint32_t line = 1; line <= 5; ++line)
    findings.push_back(finding("z.js", line, Severity::kError, FindingStatus::kUnchanged));
  auto picked = pick_annotations(report);
  std::map<std::string, int> files;
  for (const auto& open : picked.shown) ++files[open.finding->path];
  CHECK(files == std::map<std::string, int>{
                     {"a.js", 2}, {"b.js", 2}, {"c.js", 2}, {"d.js", 2}, {"e.js", 2}});
  CHECK(counts_of(picked.left_out) == "57 errors");

  findings.resize(3);
  for (std::uint32_t line = 1; line <= 9; ++line)
    findings.push_back(finding("z.js", line, Severity::kError, FindingStatus::kUnchanged));
  picked = pick_annotations(report);
  CHECK(picked.shown.size() == 10);
  CHECK(picked.shown.front().finding->path == "a.js");
  CHECK(picked.shown[2].finding->path == "a.js");
}

TEST_CASE("the surest finding of a file is annotated first") {
  Report report;
  for (std::uint32_t line = 1; line <= 11; ++line) {
    report.project.findings.push_back(finding("a.js", line, Severity::kWarning));
    report.project.findings.back().confidence = line == 5 ? 0.2 : 0.9;
  }
  for (const auto& open : pick_annotations(report).shown) CHECK(open.finding->span.line != 5);
}

TEST_CASE("a notice keeps its place when something is left out") {
  Report report;
  for (std::uint32_t line = 1; line <= 11; ++line)
    report.project.findings.push_back(finding("a.js", line, Severity::kWarning));
  for (std::uint32_t line = 1; line <= 10; ++line)
    report.project.findings.push_back(finding("b.js", line, Severity::kNote));
  auto picked = pick_annotations(report);
  CHECK(count_severities(picked.shown) == std::array<std::size_t, 3>{9, 10, 0});
  CHECK(counts_of(picked.left_out) == "1 warning, 1 note");
}
