#pragma once
#include "report/report.h"

namespace stackfit {

/// The whole report for a person at a terminal.
std::string write_text(const Report& report, const RuleSet& rules, const Style& style);
/// One line per finding: `path:line:column: severity rule: message`.
std::string write_concise(const Report& report, const RuleSet& rules, const Style& style);
/// The JSON report, version 1.
std::string write_json(const Report& report, const RuleSet& rules, const Style& style);
/// SARIF 2.1.0 for code scanning.
std::string write_sarif(const Report& report, const RuleSet& rules, const Style& style);
/// Why the SARIF report does not hold every finding; "" when it does.
std::string sarif_cut(const Report& report);
/// Annotations as GitHub Actions' workflow commands.
std::string write_github(const Report& report, const RuleSet& rules, const Style& style);
/// GitLab's Code Quality report.
std::string write_gitlab(const Report& report, const RuleSet& rules, const Style& style);
/// JUnit's XML.
std::string write_junit(const Report& report, const RuleSet& rules, const Style& style);
/// Checkstyle's XML.
std::string write_checkstyle(const Report& report, const RuleSet& rules, const Style& style);
/// Reviewdog's diagnostics.
std::string write_rdjson(const Report& report, const RuleSet& rules, const Style& style);
/// Issues as Azure Pipelines' logging commands.
std::string write_azure(const Report& report, const RuleSet& rules, const Style& style);
/// Findings as comma-separated values (RFC 4180), none of which a spreadsheet takes for a formula.
std::string write_csv(const Report& report, const RuleSet& rules, const Style& style);
/// One self-contained page.
std::string write_html(const Report& report, const RuleSet& rules, const Style& style);
/// What shields.io's endpoint badge reads: label, message and colour.
std::string write_badge(const Report& report, const RuleSet& rules, const Style& style);
/// The same badge as a picture.
std::string write_badge_svg(const Report& report, const RuleSet& rules, const Style& style);
/// Markdown, whole.
std::string write_markdown(const Report& report, const RuleSet& rules, const Style& style);
/// The same within what the summary of one step may hold, counting `Style::bytes_before`.
std::string write_summary(const Report& report, const RuleSet& rules, const Style& style);
/// The same within what a comment may hold, with a marker to find it by.
std::string write_comment(const Report& report, const RuleSet& rules, const Style& style);

}  // namespace stackfit
