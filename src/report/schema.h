#pragma once
#include <string_view>

namespace stackfit {

/// The JSON Schema of the JSON report (report/schema/stackfit-report-1.schema.json, embedded).
std::string_view report_schema();

}  // namespace stackfit
