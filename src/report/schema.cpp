#include "report/schema.h"

extern "C" const char stackfit_report_schema[], stackfit_report_schema_end[];

namespace stackfit {

std::string_view report_schema() {
  return {stackfit_report_schema,
          static_cast<std::size_t>(stackfit_report_schema_end - stackfit_report_schema)};
}

}  // namespace stackfit
