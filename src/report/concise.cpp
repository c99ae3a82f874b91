// One line per finding, the shape editors and `grep -n` users know. Whoever reads it in a CI log
// still gets text that went through display().
#include <fmt/format.h>

#include "core/text.h"
#include "report/writers.h"

namespace stackfit {

std::string write_concise(const Report& report, const RuleSet&, const Style&) {
  std::string text;
  for (const Finding& finding : report.project.findings) {
    if (!is_listed(finding)) continue;
    text += fmt::format("{}:{}:{}: {} {}: {}\n", display(finding.path), finding.span.line,
                        finding.span.column, name_of(finding.severity), display(finding.rule),
                        display(finding.message));
  }
  return text;
}

}  // namespace stackfit
