// Reviewdog's Diagnostic Format (reviewdog, proto/rdf/reviewdog.proto). Its columns count UTF-8
// bytes from 1, as ours do. It reads strictly: a field it does not know is an error, so related
// places, which only later versions know, are left out.
#include "core/text.h"
#include "report/json_text.h"
#include "report/open_findings.h"
#include "report/writers.h"

namespace stackfit {
namespace {

std::string_view severity_of(Severity severity) {
  constexpr std::string_view kNames[] = {"INFO", "WARNING", "ERROR"};
  return kNames[static_cast<int>(severity)];
}

Json diagnostic(const Finding& finding) {
  const Span& span = finding.span;
  Json range = {{"start", {{"line", span.line}, {"column", span.column}}},
                {"end", {{"line", span.end_line}, {"column", span.end_column}}}};
  return {{"message", display(finding.message)},
          {"location", {{"path", finding.path}, {"range", std::move(range)}}},
          {"severity", severity_of(finding.severity)},
          {"code", {{"value", finding.rule}}}};
}

}  // namespace

std::string write_rdjson(const Report& report, const RuleSet&, const Style&) {
  Json diagnostics = Json::array();
  for (const auto& open : open_findings(report)) diagnostics.push_back(diagnostic(*open.finding));
  return json_text({{"source", {{"name", "stackfit"}}}, {"diagnostics", std::move(diagnostics)}});
}

}  // namespace stackfit
