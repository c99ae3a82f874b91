#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "report/layout.h"
#include "report/text.h"

namespace stackfit {
namespace {

Ink ink_of_verdict(std::string_view verdict) {
  if (verdict == "strong" || verdict == "good") return Ink::kGreen;
  if (verdict == "caution") return Ink::kYellow;
  return verdict == "poor" ? Ink::kRed : Ink::kDim;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return result;
}

std::string verdict_shown(std::string_view verdict, double score) {
  if (verdict == "undecided") return "UNDECIDED";
  return fmt::format("{} {:.0f}", upper(verdict), score);
}

std::string evidence_lines(const DimensionVerdict& dimension, const Style& style) {
  const std::size_t most = style.verbose ? dimension.evidence.size() : 4;
  std::string text;
  for (std::size_t i = 0; i < dimension.evidence.size() && i < most; ++i) {
    const Evidence& evidence = dimension.evidence[i];
    auto width = std::min<std::size_t>(44, style.columns / 2);
    auto where = pad(shorten(place(evidence.path, evidence.line), width), 28);
    text += hanging(style, fmt::format("      {}  ", where), display(evidence.what), Ink::kDim);
  }
  return text;
}

std::string lens_line(const DimensionVerdict& dimension, const Style& style) {
  if (dimension.article.verdict == dimension.today.verdict) return "";
  auto text = fmt::format("the article of 2020 would say {}, today it is {}",
                          verdict_shown(dimension.article.verdict, dimension.article.score),
                          verdict_shown(dimension.today.verdict, dimension.today.score));
  return hanging(style, "      ", text);
}

// How sure the verdict is, and which claims of the article it rests on.
std::string sureness(const DimensionVerdict& dimension, const Style& style) {
  auto text = display(dimension.confidence) + " confidence";
  if (dimension.claims.empty()) return text;
  auto claims = dimension.claims;
  constexpr std::size_t kMost = 6;
  bool cut = !style.verbose && claims.size() > kMost;
  if (cut) claims.resize(kMost);
  return fmt::format("{}; claims {}{}", text, display(join(claims, ", ")), cut ? " …" : "");
}

std::string dimension_lines(const DimensionVerdict& dimension, const Style& style) {
  auto verdict = verdict_shown(dimension.verdict, dimension.score);
  if (!dimension.leans.empty()) verdict += ", leans " + dimension.leans;
  auto text = fmt::format("\n  {}  {}\n", ink(style, Ink::kBold, pad(display(dimension.name), 26)),
                          ink(style, ink_of_verdict(dimension.verdict), verdict));
  text += hanging(style, "      ", sureness(dimension, style), Ink::kDim);
  text += evidence_lines(dimension, style);
  for (const auto& suggestion : dimension.suggestions)
    text += hanging(style, "      → ",
                    fmt::format("{} [{}]", display(suggestion.text), suggestion.id), Ink::kGreen);
  return text;
}

// Kinds of work that are present without leading, in one line.
std::string others_line(const std::vector<DimensionVerdict>& dimensions, const Style& style,
                        bool absent_only = false) {
  std::vector<std::string> present, absent;
  for (const auto& dimension : dimensions) {
    if (dimension.dominant || (absent_only && dimension.present)) continue;
    if (!dimension.present)
      absent.push_back(lower(dimension.name));
    else
      present.push_back(fmt::format("{} ({})", lower(dimension.name),
                                    verdict_shown(dimension.verdict, dimension.score)));
  }
  std::string text;
  if (!present.empty()) text += "\n" + hanging(style, "  Also present: ", join(present, ", "));
  if (!absent.empty()) text += hanging(style, "  No evidence of: ", join(absent, ", "), Ink::kDim);
  return text;
}

// Nothing where both lenses say the same.
std::string stance_line(const DimensionVerdict& dimension, const Style& style) {
  auto then = verdict_shown(dimension.article.verdict, dimension.article.score);
  auto now = verdict_shown(dimension.today.verdict, dimension.today.score);
  if (then == now) return "";
  return hanging(style, "      ", fmt::format("the article of 2020: {}; today: {}", then, now),
                 Ink::kDim);
}

// Technologies by category, those of the product before those of its development.
std::string technology_lines(const Report& report, const Style& style) {
  std::map<std::string, std::vector<std::string>> by_category;
  for (const auto& technology : report.project.technologies) {
    if (technology.scope == "possible" || technology.scope == "transitive") continue;
    bool shipped = technology.scope == "runtime";
    by_category[technology.category].push_back(
        display(technology.name) + (shipped ? "" : " (" + display(technology.scope) + ")"));
  }
  std::string text;
  for (const auto& [category, names] : by_category)
    text += hanging(style, fmt::format("  {}  ", pad(display(category), 18)), join(names, ", "));
  return text.empty() ? "" : heading(style, "TECHNOLOGIES") + text;
}

}  // namespace

std::string write_fit_text(const Report& report, const Style& style) {
  const Fit& fit = report.verdict.fit;
  bool article = report.options.lens == Lens::kArticle;
  auto text = head_section(report, style);
  text +=
      fmt::format("\n{}   {}   {}\n", ink(style, Ink::kBold, "STACK FIT"),
                  ink(style, ink_of_verdict(fit.verdict), verdict_shown(fit.verdict, fit.score)),
                  article ? "as the article of 2020 would judge" : "as of today");
  if (!fit.reason.empty()) text += hanging(style, "  ", display(fit.reason));
  for (const auto& dimension : fit.dimensions)
    if (dimension.present)
      text += dimension_lines(dimension, style) + stance_line(dimension, style);
  text += others_line(fit.dimensions, style, true);
  for (const auto& suggestion : fit.suggestions)
    text += hanging(style, "  → ", fmt::format("{} [{}]", display(suggestion.text), suggestion.id),
                    Ink::kGreen);
  return text + what_if_section(report, style) + technology_lines(report, style) +
         gaps_section(report, style);
}

std::string fit_section(const Report& report, const Style& style) {
  const Fit& fit = report.verdict.fit;
  if (!report.options.only.empty()) return "";
  auto verdict = verdict_shown(fit.verdict, fit.score);
  if (report.options.lens == Lens::kArticle) verdict += ", as the article of 2020 would judge";
  auto text = fmt::format("\n{}   {}\n", ink(style, Ink::kBold, "STACK FIT"),
                          ink(style, ink_of_verdict(fit.verdict), verdict));
  if (!fit.reason.empty()) text += hanging(style, "  ", display(fit.reason));
  for (const auto& dimension : fit.dimensions)
    if (dimension.dominant || (style.verbose && dimension.present))
      text += dimension_lines(dimension, style) + lens_line(dimension, style);
  text += others_line(fit.dimensions, style);
  for (const auto& suggestion : fit.suggestions)
    text += hanging(style, "  → ", fmt::format("{} [{}]", display(suggestion.text), suggestion.id),
                    Ink::kGreen);
  return text;
}

}  // namespace stackfit
