// `audit` and `check`: the same run, judged by different gates (check fails on errors by default).
#include "cli/commands.h"
#include "cli/outputs.h"
#include "cli/prepare.h"

namespace stackfit {
namespace {

int exit_status(const Report& report, const Invocation& invocation, const Console& console) {
  if (report.options.strict && !report.complete) {
    print_note(console, "the report is incomplete, and --strict was given");
    return kFailed;
  }
  return report.gate.passed || invocation.exit_zero ? kClean : kGateFailed;
}

}  // namespace

Result<int> run_audit(const Invocation& invocation, Console& console) {
  auto prepared = prepare(invocation);
  if (!prepared) return prepared.error();
  auto report = make_report(*prepared, console);
  if (!report) return report.error();
  if (auto written = write_outputs(*report, prepared->rules, console); !written)
    return written.error();
  return exit_status(*report, invocation, console);
}

Result<int> run_check(const Invocation& invocation, Console& console) {
  return run_audit(invocation, console);
}

}  // namespace stackfit
