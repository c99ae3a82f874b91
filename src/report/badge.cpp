// A badge says one thing: the grade. The picture needs no service: its text is as wide as it is
// told to be (`textLength`), so widths estimated from Verdana's are right with any font.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "report/json_text.h"
#include "report/layout.h"
#include "report/writers.h"

namespace stackfit {
namespace {

constexpr std::string_view kLabel = "stackfit";
constexpr double kBold = 1.125;

struct GradeColour {
  std::string_view grade, name, value;
};
// Names of shields.io; values dark enough for white text (contrast 4.5 and more).
constexpr std::array<GradeColour, 6> kColours = {{{"A", "brightgreen", "#2b7a0b"},
                                                  {"B", "green", "#4a7302"},
                                                  {"C", "yellow", "#856404"},
                                                  {"D", "orange", "#a84300"},
                                                  {"E", "red", "#b3261e"},
                                                  {"", "lightgrey", "#5f6368"}}};

const GradeColour& colour_of(std::string_view grade) {
  for (const auto& row : kColours)
    if (row.grade == grade) return row;
  return kColours.back();
}

std::string message_of(const Report& report) {
  const Health& health = report.verdict.health;
  if (!report.complete) return "incomplete";
  return grade_and_score(health);
}

const GradeColour& colour_of(const Report& report) {
  return colour_of(report.complete ? report.verdict.health.grade : std::string_view());
}

// Verdana at 11 pixels, near enough; bold is an eighth wider.
int width_of(std::string_view text, double weight = 1) {
  double width = 0;
  for (char c : text)
    width += c == 'i' || c == 'l' ? 3 : c == ' ' || c == 'f' || c == 't' ? 4 : 6.8;
  return static_cast<int>(std::lround(width * weight));
}

}  // namespace

std::string write_badge(const Report& report, const RuleSet&, const Style&) {
  return json_text({{"schemaVersion", 1},
                    {"label", kLabel},
                    {"message", message_of(report)},
                    {"color", colour_of(report).name}});
}

std::string write_badge_svg(const Report& report, const RuleSet&, const Style&) {
  auto message = message_of(report);
  int left = width_of(kLabel), right = width_of(message, kBold);
  int first = left + 10, all = first + right + 10;
  return fmt::format(
      R"svg(<svg xmlns="http://www.w3.org/2000/svg" width="{all}" height="20" role="img" aria-label="{label}: {message}">
<title>{label}: {message}</title>
<clipPath id="r"><rect width="{all}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="{first}" height="20" fill="#3c4043"/><rect x="{first}" width="{rest}" height="20" fill="{colour}"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11"><text x="5" y="14" textLength="{left}">{label}</text><text x="{second}" y="14" textLength="{right}" font-weight="bold">{message}</text></g>
</svg>
)svg",
      fmt::arg("all", all), fmt::arg("label", kLabel), fmt::arg("message", message),
      fmt::arg("first", first), fmt::arg("rest", all - first),
      fmt::arg("colour", colour_of(report).value), fmt::arg("left", left),
      fmt::arg("second", first + 5), fmt::arg("right", right));
}

}  // namespace stackfit
