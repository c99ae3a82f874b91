// `fit` and `claims`: the same run as `audit`, shown from the side of the stack.
#include "cli/commands.h"
#include "cli/prepare.h"
#include "report/claims.h"
#include "report/text.h"

namespace stackfit {
namespace {

using Write = std::string (*)(const Report&, const Style&);

Result<int> show(const Invocation& invocation, Console& console, Write text, Write json) {
  const auto& format = invocation.options.format;
  bool as_json = invocation.json || format == "json";
  if (!as_json && format != "text")
    return Error{ErrorKind::kUsage,
                 "\"" + invocation.command + "\" prints text or json, not \"" + format + "\"", "",
                 ""};
  auto prepared = prepare(invocation);
  if (!prepared) return prepared.error();
  auto report = make_report(*prepared, console);
  if (!report) return report.error();
  auto printed = print((as_json ? json : text)(*report, console.out));
  if (!printed) return printed.error();
  return kClean;
}

}  // namespace

Result<int> run_fit(const Invocation& invocation, Console& console) {
  return show(invocation, console, write_fit_text, write_fit_json);
}

Result<int> run_claims(const Invocation& invocation, Console& console) {
  return show(invocation, console, write_claims_text,
              [](const Report& report, const Style&) { return write_claims_json(report); });
}

}  // namespace stackfit
