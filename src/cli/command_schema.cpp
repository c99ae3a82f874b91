#include "cli/commands.h"
#include "report/schema.h"

namespace stackfit {

Result<int> run_schema(const Invocation&, Console&) {
  if (auto printed = print(report_schema()); !printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
