#include <fmt/format.h>

#include "core/text.h"
#include "report/claims.h"
#include "report/layout.h"

namespace stackfit {
namespace {

Ink ink_of_status(std::string_view status) {
  if (status == "holds") return Ink::kGreen;
  return status == "wrong" ? Ink::kRed : Ink::kYellow;
}

std::string testimony_lines(const std::vector<Testimony>& heard, std::string_view label, Ink colour,
                            const Style& style) {
  std::string text;
  for (const auto& testimony : heard) {
    auto line = display(testimony.what);
    if (!style.verbose && !testimony.places.empty())
      line += "  " + shorten(place(testimony.places[0].path, testimony.places[0].line), 44);
    text += hanging(style, fmt::format("      {:<8} ", label), line, colour);
    if (!style.verbose) continue;
    for (const auto& at : testimony.places)
      text +=
          hanging(style, fmt::format("               {}  ", shorten(place(at.path, at.line), 44)),
                  display(at.what), Ink::kDim);
  }
  return text;
}

std::string claim_lines(const ClaimStanding& standing, const Style& style) {
  const Claim& claim = *standing.claim;
  auto text = hanging(style, fmt::format("  {:<4} ", claim.id),
                      fmt::format("{} ({})", claim.says, claim.status));
  text += testimony_lines(standing.supports, "for", Ink::kGreen, style);
  text += testimony_lines(standing.opposes, "against", Ink::kRed, style);
  if (standing.supports.empty() && standing.opposes.empty())
    text += hanging(style, "      ",
                    claim.unseen.empty() ? "nothing here speaks for or against it" : claim.unseen,
                    Ink::kDim);
  bool doubted = claim.status != "holds" && !claim.today.empty();
  if (doubted || (style.verbose && !claim.today.empty()))
    text += hanging(style, "      today    ", claim.today, ink_of_status(claim.status));
  return text;
}

// Sentences of the article that cannot both be true.
constexpr std::string_view kContradictions[][2] = {
    {"N15", "D5"}, {"N9", "D7"}, {"P17", "D7"}, {"T5", "P20"}, {"G4", "N1"}};

}  // namespace

std::string write_claims_text(const Report& report, const Style& style) {
  auto standings = stand_of_claims(report);
  std::uint64_t heard = 0;
  for (const auto& standing : standings)
    heard += standing.supports.empty() && standing.opposes.empty() ? 0 : 1;
  auto text = titled(style, 0, "The article, claim by claim",
                     fmt::format("this repository bears on {} of {}", heard, standings.size()));
  std::string group;
  for (const auto& standing : standings) {
    if (standing.claim->group != group) {
      group = standing.claim->group;
      text += heading(style, group);
    }
    text += claim_lines(standing, style);
  }
  text += heading(style, "contradictions", "the article says both");
  for (const auto& [one, other] : kContradictions) text += fmt::format("  {} and {}\n", one, other);
  return text;
}

}  // namespace stackfit
