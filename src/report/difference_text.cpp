// Two reports for a reader: the scores side by side, then what made the difference.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "report/difference.h"
#include "report/layout.h"
#include "report/rounding.h"

namespace stackfit {
namespace {

std::string title_of(const Report& report) {
  auto name = display(report.project.name.empty() ? "this folder" : report.project.name);
  auto revision = display(std::string_view(report.project.revision).substr(0, 7));
  return revision.empty() ? name : name + " @" + revision;
}

Ink ink_of_gain(double gain) {
  return gain >= 0.05 ? Ink::kGreen : gain <= -0.05 ? Ink::kRed : Ink::kPlain;
}

std::string scores(const Difference& difference, const Style& style) {
  const auto& [old_health, old_fit, old_what_if] = difference.before->verdict;
  const auto& [health, fit, what_if] = difference.after->verdict;
  double gain = health.score - old_health.score;
  auto text = heading(
      style, "HEALTH",
      fmt::format("{} {:.1f} → {} {:.1f}   {}", old_health.grade, old_health.score, health.grade,
                  health.score, ink(style, ink_of_gain(gain), signed_points(gain))));
  return text + heading(style, "STACK FIT",
                        fmt::format("{} → {}", words_of({old_fit.score, old_fit.verdict}),
                                    words_of({fit.score, fit.verdict})));
}

std::string finding_lines(const std::vector<const Finding*>& findings, std::string_view sign,
                          Ink colour, const Style& style) {
  const std::size_t most = style.verbose ? findings.size() : 10;
  std::vector<const Finding*> sorted = findings;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Finding* a, const Finding* b) { return a->severity > b->severity; });
  std::string text;
  for (std::size_t i = 0; i < sorted.size() && i < most; ++i)
    text += hanging(
        style,
        fmt::format("  {} {}  ", ink(style, colour, sign),
                    shorten(place(sorted[i]->path, sorted[i]->span.line), style.columns / 2)),
        fmt::format("{} {}", name_of(sorted[i]->severity), display(sorted[i]->rule)), Ink::kDim);
  if (sorted.size() > most)
    text += fmt::format("  {} {} more: --verbose\n", sign, grouped(sorted.size() - most));
  return text;
}

std::string rule_lines(const Difference& difference, const Style& style) {
  const std::size_t most = style.verbose ? difference.rules.size() : 10;
  std::string text;
  for (std::size_t i = 0; i < difference.rules.size() && i < most; ++i) {
    const RuleShift& shift = difference.rules[i];
    double gain = shift.points_before - shift.points_after;
    text += fmt::format("  {} {}  {} → {}\n",
                        ink(style, ink_of_gain(gain), pad_left(signed_points(gain), 6)),
                        pad(display(shift.rule), 30), counted(shift.findings_before, "finding"),
                        grouped(shift.findings_after));
  }
  if (text.empty()) return "";
  return heading(style, "RULES", "points gained, findings before and after") + text;
}

std::string turnover_lines(const Difference& difference, const Style& style) {
  const std::size_t most = style.verbose ? difference.folders.size() : 8;
  std::string text;
  for (std::size_t i = 0; i < difference.folders.size() && i < most; ++i) {
    const Turnover& area = difference.folders[i];
    text += fmt::format("  {}  {} gone, {} new\n", pad(shorten(display(area.name), 40), 30),
                        grouped(area.gone), grouped(area.fresh));
  }
  for (const Shift& owner : difference.owners)
    text += fmt::format("  {}  {:.0f} → {:.0f} findings\n", pad(display(owner.name), 30),
                        owner.before, owner.after);
  return text.empty() ? "" : heading(style, "WHERE", "folders and owners") + text;
}

std::string package_lines(const Difference& difference, const Style& style) {
  if (difference.left.empty() && difference.came.empty()) return "";
  auto text = heading(style, "DEPENDENCIES",
                      fmt::format("{} unmaintained left, {} came", grouped(difference.left.size()),
                                  grouped(difference.came.size())));
  auto add = [&](std::string_view sign, const std::vector<std::string>& names) {
    if (!names.empty())
      text += hanging(style, fmt::format("  {} ", sign), display(join(names, ", ")));
  };
  add("-", difference.left);
  add("+", difference.came);
  return text;
}

}  // namespace

std::string words_of(const LensVerdict& lens) {
  if (lens.verdict.empty()) return "absent";
  return lens.verdict == "undecided" ? lens.verdict
                                     : fmt::format("{} {:.0f}", lens.verdict, lens.score);
}

std::string signed_points(double gain, int decimals) {
  double rounded = round_to(gain, decimals);
  return rounded == 0 ? fmt::format("{:.{}f}", 0.0, decimals)
                      : fmt::format("{:+.{}f}", rounded, decimals);
}

std::string write_difference_text(const Difference& difference, const Style& style) {
  auto text = fmt::format(
      "{}\n",
      ink(style, Ink::kBold, title_of(*difference.before) + " → " + title_of(*difference.after)));
  if (difference.other_rules)
    text += hanging(style, "", "Different rules made the two: some of what follows is theirs.");
  text += scores(difference, style);
  for (const VerdictShift& shift : difference.verdicts)
    text += fmt::format("  {}  {} → {}\n", pad(display(shift.name), 26), words_of(shift.before),
                        words_of(shift.after));
  text += heading(
      style, "FINDINGS",
      fmt::format("{} gone, {} new, {} the same{}", grouped(difference.gone.size()),
                  grouped(difference.fresh.size()), grouped(difference.same),
                  difference.worse.empty()
                      ? ""
                      : fmt::format(", {} of them more severe", grouped(difference.worse.size()))));
  return text + finding_lines(difference.fresh, "+", Ink::kRed, style) +
         finding_lines(difference.worse, "!", Ink::kYellow, style) +
         finding_lines(difference.gone, "-", Ink::kGreen, style) + rule_lines(difference, style) +
         turnover_lines(difference, style) + package_lines(difference, style);
}

}  // namespace stackfit
