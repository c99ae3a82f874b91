// JUnit's XML as Jenkins, GitLab and Azure read it: a suite for each file, a case for each finding.
// Errors and warnings are failures; a note is no failure, so it is a skipped case with its text.
// A clean report has one passing case: an empty one is an error in most of these programs.
#include <fmt/format.h>

#include "core/text.h"
#include "report/open_findings.h"
#include "report/writers.h"
#include "report/xml.h"

namespace stackfit {
namespace {

std::string test_case(const Finding& finding) {
  auto place =
      fmt::format("{}:{}:{}", display(finding.path), finding.span.line, finding.span.column);
  auto text = fmt::format("{}: {}", place, display(finding.message));
  auto outcome = finding.severity == Severity::kNote
                     ? fmt::format("<skipped message=\"{}\"/>", xml_value(text))
                     : fmt::format("<failure message=\"{}\" type=\"{}\"/>", xml_value(text),
                                   name_of(finding.severity));
  return fmt::format(
      "    <testcase name=\"{} {}:{}\" classname=\"{}\" file=\"{}\" line=\"{}\">{}"
      "</testcase>\n",
      xml_value(finding.rule), finding.span.line, finding.span.column, xml_value(finding.path),
      xml_value(finding.path), finding.span.line, outcome);
}

std::string attributes(const std::array<std::size_t, 3>& counts) {
  return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"",
                     counts[0] + counts[1] + counts[2], counts[1] + counts[2], counts[0]);
}

}  // namespace

std::string write_junit(const Report& report, const RuleSet&, const Style&) {
  auto open = open_findings(report);
  std::string suites;
  for (std::size_t first = 0; first < open.size();) {
    const auto& path = open[first].finding->path;
    std::vector<OpenFinding> file;
    std::string cases;
    for (; first < open.size() && open[first].finding->path == path; ++first) {
      file.push_back(open[first]);
      cases += test_case(*open[first].finding);
    }
    suites += fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n", xml_value(path),
                          attributes(count_severities(file)), cases);
  }
  auto all = attributes(count_severities(open));
  if (open.empty()) {
    all = "tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\"";
    suites = fmt::format(
        "  <testsuite name=\"stackfit\" {}>\n    <testcase name=\"no findings\" "
        "classname=\"stackfit\"/>\n  </testsuite>\n",
        all);
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"stackfit\" {}>"
      "\n{}</testsuites>\n",
      all, suites);
}

}  // namespace stackfit
