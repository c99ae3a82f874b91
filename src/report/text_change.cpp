#include <fmt/format.h>

#include "core/text.h"
#include "report/layout.h"
#include "report/text.h"

namespace stackfit {
namespace {

std::string summary_of(const Report& report) {
  const ChangeSummary& change = *report.change;
  auto base = change.base.empty() ? "an empty repository" : "@" + change.base.substr(0, 7);
  auto text = fmt::format("{} against {}: {}, {} new, {} unchanged, {} fixed",
                          change.staged ? "the index" : "the working tree", display(base),
                          counted(change.changed.size(), "changed file"), grouped(change.fresh),
                          grouped(change.unchanged), grouped(report.fixed.size()));
  if (change.elsewhere > 0) text += fmt::format("; {} elsewhere", grouped(change.elsewhere));
  double gain = report.verdict.health.score - change.base_score;
  if (gain >= 0.05 || gain <= -0.05) text += fmt::format("; health {:+.1f}", gain);
  return text;
}

std::string fixed_lines(const Report& report, const Style& style) {
  const std::size_t most = style.verbose ? report.fixed.size() : 3;
  std::string text;
  for (std::size_t i = 0; i < report.fixed.size() && i < most; ++i) {
    const Finding& finding = report.fixed[i];
    text += hanging(style,
                    fmt::format("  {} {}  ", ink(style, Ink::kGreen, "fixed"),
                                place(finding.path, finding.span.line)),
                    display(finding.rule), Ink::kDim);
  }
  if (report.fixed.size() > most)
    text += fmt::format("  and {} more: --verbose\n", grouped(report.fixed.size() - most));
  return text;
}

std::string unanalysed_lines(const ChangeSummary& change, const Style& style) {
  std::string text;
  for (const auto& path : change.unanalysed)
    text += fmt::format("  {} {}\n", ink(style, Ink::kYellow, "not wholly analysed"),
                        shorten(display(path), style.columns - 24));
  return text;
}

std::string baseline_line(const BaselineUse& use, const Style& style) {
  auto text = fmt::format("{}: {} accepted", display(use.path), counted(use.accepted, "finding"));
  if (!use.stale.empty())
    text += fmt::format(", {} gone since (stackfit baseline prune forgets them)",
                        grouped(use.stale.size()));
  auto lines = heading(style, "BASELINE", text);
  for (std::size_t i = 0; i < use.stale.size() && style.verbose; ++i)
    lines += hanging(style, "  gone  ",
                     display(use.stale[i].known.identity.path) + "  " +
                         display(use.stale[i].known.identity.rule),
                     Ink::kDim);
  return lines;
}

}  // namespace

std::string change_section(const Report& report, const Style& style) {
  std::string text;
  if (report.change) {
    text += heading(style, "CHANGE", summary_of(report));
    text += fixed_lines(report, style) + unanalysed_lines(*report.change, style);
  }
  if (report.baseline) text += baseline_line(*report.baseline, style);
  return text;
}

}  // namespace stackfit
