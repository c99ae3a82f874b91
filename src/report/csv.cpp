// Comma-separated values as in RFC 4180, but for line ends. Spreadsheets run what starts like a
// formula, quoted or not, so such a cell starts with an apostrophe instead.
#include <fmt/format.h>

#include "core/text.h"
#include "report/writers.h"

namespace stackfit {
namespace {

std::string cell(std::string_view untrusted) {
  auto shown = display(untrusted);
  if (!shown.empty() && std::string_view("=+-@|%").find(shown[0]) != std::string_view::npos)
    shown.insert(0, "'");
  std::string quoted = "\"";
  for (char c : shown) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string row(const Finding& finding) {
  const Span& span = finding.span;
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{:.3g},{}\n", name_of(finding.severity),
                     cell(finding.rule), cell(finding.path), span.line, span.column, span.end_line,
                     span.end_column, cell(finding.message), cell(finding.scope),
                     finding.baselined ? "baselined" : name_of(finding.status), finding.confidence,
                     cell(finding.fingerprint));
}

}  // namespace

std::string write_csv(const Report& report, const RuleSet&, const Style&) {
  std::string text =
      "severity,rule,path,line,column,end_line,end_column,message,scope,status,confidence,"
      "fingerprint\n";
  for (const auto& finding : report.project.findings) text += row(finding);
  return text;
}

}  // namespace stackfit
