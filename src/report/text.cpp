#include <fmt/format.h>

#include "core/text.h"
#include "report/writers.h"

namespace stackfit {

std::string write_text(const Report& report, const RuleSet& rules, const Style& style) {
  auto text = write_concise(report, rules, style);
  text += fmt::format("{} files, health {} {:.0f}\n", report.project.files.analysed,
                      report.verdict.health.grade, report.verdict.health.score);
  return text;
}

}  // namespace stackfit
