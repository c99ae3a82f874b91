// GitLab Code Quality: an array of issues (GitLab's doc/ci/testing/code_quality.md). GitLab
// compares the branches by itself, by fingerprint, and collapses equal ones, so every open finding
// goes in, old or new. Its pages hide `check_name`: the rule stands in the description.
#include <fmt/format.h>

#include "core/text.h"
#include "report/json_text.h"
#include "report/open_findings.h"
#include "report/writers.h"

namespace stackfit {
namespace {

std::string_view severity_of(Severity severity) {
  constexpr std::string_view kNames[] = {"info", "minor", "major"};
  return kNames[static_cast<int>(severity)];
}

Json issue(const Finding& finding) {
  auto description = fmt::format("{}: {}", display(finding.rule), display(finding.message));
  return {{"description", description},
          {"check_name", finding.rule},
          {"fingerprint", finding.fingerprint},
          {"severity", severity_of(finding.severity)},
          {"location",
           {{"path", finding.path},
            {"lines", {{"begin", finding.span.line}, {"end", finding.span.end_line}}}}}};
}

}  // namespace

std::string write_gitlab(const Report& report, const RuleSet&, const Style&) {
  Json issues = Json::array();
  for (const auto& open : open_findings(report)) issues.push_back(issue(*open.finding));
  return json_text(issues);
}

}  // namespace stackfit
