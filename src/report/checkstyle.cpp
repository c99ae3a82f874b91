// Checkstyle's XML, which most review bots and Jenkins' warnings plug-in read.
#include <fmt/format.h>

#include "core/text.h"
#include "report/open_findings.h"
#include "report/writers.h"
#include "report/xml.h"

namespace stackfit {
namespace {

std::string_view severity_of(Severity severity) {
  constexpr std::string_view kNames[] = {"info", "warning", "error"};
  return kNames[static_cast<int>(severity)];
}

std::string error(const OpenFinding& open) {
  const Finding& finding = *open.finding;
  auto column = open.excerpt == nullptr ? finding.span.column : open.excerpt->column;
  return fmt::format(
      "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" "
      "source=\"stackfit.{}\"/>\n",
      finding.span.line, column, severity_of(finding.severity), xml_value(display(finding.message)),
      xml_value(finding.rule));
}

}  // namespace

std::string write_checkstyle(const Report& report, const RuleSet&, const Style&) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n";
  const std::string* path = nullptr;
  for (const auto& open : open_findings(report)) {
    if (path == nullptr || *path != open.finding->path) {
      if (path != nullptr) text += "  </file>\n";
      path = &open.finding->path;
      text += fmt::format("  <file name=\"{}\">\n", xml_value(*path));
    }
    text += error(open);
  }
  if (path != nullptr) text += "  </file>\n";
  return text + "</checkstyle>\n";
}

}  // namespace stackfit
