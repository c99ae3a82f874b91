// `audit` and `check`: the same run, judged by different gates (check fails on errors by default).
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/history.h"
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
  Answers answers(invocation, console);
  if (auto known = answers.recall()) {
    if (auto printed = print(known->text); !printed) return printed.error();
    return known->status;
  }
  auto prepared = prepare(invocation);
  if (!prepared) return prepared.error();
  auto report = make_report(*prepared, console, answers.take_opened());
  if (!report) return report.error();
  if (invocation.commits > 0) add_history(*prepared, invocation.commits, console, *report);
  if (auto written = write_files(*report, prepared->rules, console); !written)
    return written.error();
  Answer answer{0, standard_output(*report, prepared->rules, console)};
  if (auto printed = print(answer.text); !printed) return printed.error();
  answer.status = exit_status(*report, invocation, console);
  // A file that was lost (to a time limit, say) may be read the next time.
  if (report->complete) answers.remember(answer);
  return answer.status;
}

Result<int> run_check(const Invocation& invocation, Console& console) {
  return run_audit(invocation, console);
}

}  // namespace stackfit
