// What a repository says about a claim is named in the claim's own data (rules/data/claims.toml);
// here the names are looked up in the report. Nothing is judged anew: a claim gets the findings,
// evidence and technologies that the verdicts rest on.
#include "report/claims.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostPlaces = 3;

void add_place(Testimony& testimony, const Evidence& place) {
  ++testimony.count;
  if (testimony.places.size() < kMostPlaces) testimony.places.push_back(place);
}

Testimony of_rule(const Report& report, std::string_view id) {
  Testimony testimony;
  for (const Finding& finding : report.project.findings)
    if (finding.rule == id && finding.status != FindingStatus::kSuppressed)
      add_place(testimony, {finding.path, finding.span.line, finding.message});
  testimony.what =
      fmt::format("{} finding{} of {}", testimony.count, testimony.count == 1 ? "" : "s", id);
  return testimony;
}

std::string_view runtime_name(std::string_view id) {
  if (id == "node") return " in Node.js";
  return id == "python" ? " in Python" : "";
}

// Evidence of one role for one kind of work; each place once.
Testimony of_dimension(const Report& report, std::string_view role, std::string_view id,
                       std::string_view runtime) {
  Testimony testimony;
  const auto& verdicts = report.verdict.fit.dimensions;
  bool present = std::any_of(verdicts.begin(), verdicts.end(),
                             [&](const DimensionVerdict& v) { return v.id == id && v.present; });
  if (role == "workload" && !present) return testimony;
  std::vector<std::pair<std::string_view, std::uint32_t>> seen;
  for (const auto& dimension : report.project.dimensions) {
    if (dimension.id != id) continue;
    for (const auto& e : dimension.evidence) {
      if (e.role != role || (!runtime.empty() && e.runtime != runtime)) continue;
      std::pair<std::string_view, std::uint32_t> place(e.place.path, e.place.line);
      if (std::find(seen.begin(), seen.end(), place) != seen.end()) continue;
      seen.push_back(place);
      add_place(testimony, e.place);
    }
  }
  const auto* row = find_dimension(id);
  std::string_view prefix = role == "hotspot"      ? "badly placed: "
                            : role == "mitigation" ? "well placed: "
                                                   : "";
  testimony.what =
      fmt::format("{}{}{}", prefix, row ? row->name : std::string(id), runtime_name(runtime));
  return testimony;
}

template <class Matches>
Testimony of_technologies(const Report& report, Matches matches) {
  Testimony testimony;
  std::vector<std::string> names;
  for (const auto& technology : report.project.technologies) {
    if (!matches(technology) || technology.scope == "possible") continue;
    names.push_back(technology.name);
    for (const auto& place : technology.evidence) add_place(testimony, place);
  }
  constexpr std::size_t kMostNames = 4;
  auto more = names.size() > kMostNames ? names.size() - kMostNames : 0;
  names.resize(names.size() - more);
  testimony.what = join(names, ", ") + (more > 0 ? fmt::format(" and {} more", more) : "");
  return testimony;
}

Testimony of_style(const Report& report, std::string_view name) {
  const AsyncStyle& style = report.project.async_style;
  double share = name == "await" ? style.await : name == "then" ? style.then : style.callback;
  Testimony testimony;
  if (share <= 0) return testimony;
  testimony.what = fmt::format("{:.0f}% of {} asynchronous sites {}", share * 100, style.sites,
                               name == "callback" ? "take callbacks" : fmt::format("use {}", name));
  return testimony;
}

Testimony look_up(const Report& report, std::string_view name) {
  auto words = split(name, ' ');
  auto word = [&](std::size_t at) { return at < words.size() ? words[at] : std::string_view(); };
  if (word(0) == "rule") return of_rule(report, word(1));
  if (word(0) == "style") return of_style(report, word(1));
  if (word(0) == "technology")
    return of_technologies(report, [&](const Technology& t) { return t.id == word(1); });
  if (word(0) == "category")
    return of_technologies(report, [&](const Technology& t) { return t.category == word(1); });
  return of_dimension(report, word(0) == "work" ? "workload" : word(0), word(1), word(2));
}

std::vector<Testimony> hear(const Report& report, const std::vector<std::string>& names) {
  std::vector<Testimony> heard;
  for (const auto& name : names) {
    auto testimony = look_up(report, name);
    if (testimony.count > 0 || name.starts_with("style ")) {
      if (!testimony.what.empty()) heard.push_back(std::move(testimony));
    }
  }
  return heard;
}

}  // namespace

std::vector<ClaimStanding> stand_of_claims(const Report& report) {
  std::vector<ClaimStanding> standings;
  for (const Claim& claim : fit_data().claims)
    standings.push_back(
        {&claim, hear(report, claim.speaks_for), hear(report, claim.speaks_against)});
  return standings;
}

}  // namespace stackfit
