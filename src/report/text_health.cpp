#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "report/layout.h"
#include "report/text.h"

namespace stackfit {
namespace {

Ink ink_of_grade(std::string_view grade) {
  if (grade == "A" || grade == "B") return Ink::kGreen;
  return grade == "C" ? Ink::kYellow : Ink::kRed;
}

std::string bar(double score, std::size_t cells) {
  double share = std::clamp(score, 0.0, 100.0) / 100;
  auto filled = static_cast<std::size_t>(std::lround(share * static_cast<double>(cells)));
  std::string text;
  for (std::size_t cell = 0; cell < cells; ++cell) text += cell < filled ? "━" : "╌";
  return text;
}

std::string small_print(const Health& health) {
  std::vector<std::string> parts;
  if (health.score_high - health.score_low >= 1)
    parts.push_back(fmt::format("{:.0f} to {:.0f}, as sure as the findings are", health.score_low,
                                health.score_high));
  parts.push_back(fmt::format("{:.0f}% of the code and rules could be judged", health.coverage));
  return join(parts, "; ");
}

std::string next_steps(const Health& health, const Style& style) {
  std::string text;
  for (const auto& step : health.next) {
    auto where =
        step.path.empty() ? "" : shorten(place(step.path, step.line), style.columns / 2) + "  ";
    text += hanging(style, fmt::format("  {:>5}  ", fmt::format("+{:.1f}", step.gain)),
                    fmt::format("{}{}", where, display(step.text)));
  }
  if (text.empty()) return "";
  return fmt::format("\n  {}\n{}", ink(style, Ink::kBold, "Gains most"), text);
}

std::string deductions(const Health& health, const Style& style) {
  const std::size_t most = style.verbose ? health.deductions.size() : 5;
  std::string text;
  std::size_t shown = 0;
  double rest = 0;
  for (const auto& deduction : health.deductions) {
    if (deduction.points < 0.05) continue;
    if (shown >= most) {
      rest += deduction.points;
      continue;
    }
    ++shown;
    text += hanging(style,
                    fmt::format("  {:>5}  {}  ", fmt::format("-{:.1f}", deduction.points),
                                pad(display(deduction.rule), 26)),
                    fmt::format("{}, {} looked at", deduction.category,
                                flagged_of(deduction.flagged, deduction.flagged + deduction.clean)),
                    Ink::kDim);
  }
  if (rest >= 0.05) text += fmt::format("  {:>5}  other rules\n", fmt::format("-{:.1f}", rest));
  if (text.empty()) return "";
  return fmt::format("\n  {}\n{}", ink(style, Ink::kBold, "Costs most"), text);
}

std::string signed_points(double points) {
  return fmt::format("{}{:.1f}", points < 0 ? "" : "+", points);
}

std::string fix_names(const std::vector<Fix>& fixes) {
  std::vector<std::string> names;
  for (const Fix& fix : fixes)
    names.push_back(display(fix.rule) + (fix.path.empty() ? "" : " in " + display(fix.path)));
  return join(names, ", ");
}

// Kinds of work whose verdict the fixes move.
std::string moved_fits(const Verdict& verdict) {
  std::vector<std::string> parts;
  for (const auto& after : verdict.what_if->fit.dimensions)
    for (const auto& before : verdict.fit.dimensions)
      if (before.id == after.id && before.present && after.score - before.score >= 0.5)
        parts.push_back(
            fmt::format("{} {:.0f} → {:.0f}", lower(before.name), before.score, after.score));
  return join(parts, ", ");
}

}  // namespace

std::string what_if_section(const Report& report, const Style& style) {
  if (!report.verdict.what_if) return "";
  const auto& [findings, health, fit] = *report.verdict.what_if;
  const Health& now = report.verdict.health;
  auto text =
      fmt::format("\n{}   {} → {}   {}\n", ink(style, Ink::kBold, "WHAT IF"), grade_and_score(now),
                  ink(style, ink_of_grade(health.grade), grade_and_score(health)),
                  signed_points(health.score - now.score));
  text += hanging(style, "  ",
                  fmt::format("without {} of {}", counted(findings, "finding"),
                              fix_names(report.options.what_if)));
  if (auto moved = moved_fits(report.verdict); !moved.empty())
    text += hanging(style, "  ", "stack fit: " + moved);
  return text;
}

std::string health_section(const Report& report, const Style& style) {
  const Health& health = report.verdict.health;
  if (!report.options.only.empty()) return "";  // one rule alone says little about health
  auto text = fmt::format(
      "\n{}   {}", ink(style, Ink::kBold, "HEALTH"),
      ink(style, ink_of_grade(health.grade),
          fmt::format("{}   {}", grade_and_score(health),
                      bar(health.score, std::min<std::size_t>(40, style.columns - 44)))));
  if (health.to_next_grade > 0 && health.grade != "A")
    text += fmt::format("   {:.1f} to the next grade", health.to_next_grade);
  return text + "\n" + hanging(style, "  ", small_print(health), Ink::kDim) +
         deductions(health, style) + next_steps(health, style);
}

}  // namespace stackfit
