#pragma once
#include <string>
#include <string_view>

#include "core/result.h"
#include "report/report.h"

namespace stackfit {

/// Reads what the JSON writer wrote: every writer makes the same of it as of the report itself.
/// The bytes are untrusted: depth, number of values, ranges and words are checked. Fails with
/// kInput, naming `where` and the first thing that is wrong.
Result<Report> read_report(std::string_view bytes, const std::string& where);

/// Gives every figure the decimals the JSON report has, so that all formats say the same.
void round_figures(Report& report);

}  // namespace stackfit
