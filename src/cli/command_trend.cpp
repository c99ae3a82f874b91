// `trend`: health, asynchronous style and dependencies over the history, and its hotspots.
#include "cli/commands.h"
#include "cli/history.h"
#include "cli/prepare.h"
#include "report/writers.h"

namespace stackfit {
namespace {

constexpr unsigned kUsualStates = 30;

// The page is about what is on disk now, and shows how it got there.
Result<std::string> page_of(const Prepared& prepared, Past past, const Console& console) {
  auto report = make_report(prepared, console);
  if (!report) return report.error();
  add_past(std::move(past), *report);
  return write_html(*report, prepared.rules, console.out);
}

}  // namespace

Result<int> run_trend(const Invocation& invocation, Console& console) {
  const auto& format = invocation.options.format;
  bool json = invocation.json || format == "json";
  bool page = !json && format == "html";
  if (!json && !page && format != "text")
    return Error{ErrorKind::kUsage, "\"trend\" prints text, json or html, not \"" + format + "\"",
                 "", ""};
  auto prepared = prepare(invocation);
  if (!prepared) return prepared.error();
  HistoryQuestion question;
  question.states = invocation.commits > 0 ? invocation.commits : kUsualStates;
  question.tags = invocation.tags;
  auto past = look_into_past(*prepared, question, console);
  if (!past) return past.error();
  auto text = json   ? Result<std::string>(write_trend_json(past->trend))
              : page ? page_of(*prepared, std::move(*past), console)
                     : Result<std::string>(write_trend_text(past->trend, console.out));
  if (!text) return text.error();
  if (auto printed = print(*text); !printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
