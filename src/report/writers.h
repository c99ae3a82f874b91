#pragma once
#include "report/report.h"

namespace stackfit {

/// The whole report for a person at a terminal.
std::string write_text(const Report& report, const RuleSet& rules, const Style& style);
/// One line per finding: `path:line:column: severity rule: message`.
std::string write_concise(const Report& report, const RuleSet& rules, const Style& style);
/// The JSON report, version 1.
std::string write_json(const Report& report, const RuleSet& rules, const Style& style);

}  // namespace stackfit
