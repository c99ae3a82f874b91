#include "report/trend.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/dates.h"
#include "core/text.h"
#include "report/json_history_fields.h"
#include "report/layout.h"
#include "report/text.h"

namespace stackfit {
namespace {

constexpr std::size_t kIdShown = 10, kHotspotsShown = 10;

std::string row_of(const TrendPoint& point) {
  const AsyncStyle& style = point.async_style;
  auto tags = point.tags.empty() ? "" : "  " + display(join(point.tags, ", "), 40);
  auto percent = [&](double share) {
    return style.await + style.then + style.callback == 0 ? std::string("-")
                                                          : fmt::format("{:.0f} %", share * 100);
  };
  // How many there are is known to a lockfile alone.
  auto of_all = point.packages > 0 ? fmt::format(" of {}", point.packages) : "";
  return fmt::format(
      "  {}  {:<10}  {:>5.1f} {}  {:>6} {:>8} {:>6}   {:>5} {:>5} {:>5}   {:>5}{}{}\n",
      iso_date(point.time), point.commit.substr(0, kIdShown), point.score, point.grade,
      point.findings[2], point.findings[1], point.findings[0], percent(style.callback),
      percent(style.then), percent(style.await), flagged_packages(point), of_all, tags);
}

std::string row_of(const Hotspot& spot) {
  return fmt::format("  {:>5.2f}  {:>7} {:>7} {:>8}   {} of {}, {:.0f} %, {} ago  {}\n", spot.score,
                     spot.commits, spot.code_lines, spot.findings, display(spot.main_author, 30),
                     counted(spot.authors, "author"), spot.main_share * 100,
                     counted(static_cast<std::uint64_t>(spot.days), "day"), display(spot.path, 80));
}

std::string tables_of(const TrendReport& report, const Style& style) {
  auto text = fmt::format("  {:<10}  {:<10}  {:<7}  {:>6} {:>8} {:>6}   {:>5} {:>5} {:>5}   {}\n",
                          "date", "commit", "health", "errors", "warnings", "notes", "cb", "then",
                          "await", "packages to act on");
  for (auto at = report.points.rbegin(); at != report.points.rend(); ++at) text += row_of(*at);
  if (report.hotspots.empty()) return text;
  text += fmt::format(
      "\n  Hotspots: changes × lines of code, over {}\n\n  {:>5}  {:>7} {:>7} {:>8}   {}\n",
      counted(report.commits, "commit"), "score", "commits", "lines", "findings",
      "most commits by, and last change");
  auto shown = style.verbose ? report.hotspots.size() : kHotspotsShown;
  for (std::size_t i = 0; i < std::min(shown, report.hotspots.size()); ++i)
    text += row_of(report.hotspots[i]);
  return text;
}

std::string notes_of(const TrendReport& report) {
  std::string text;
  for (const auto& note : report.notes) text += "  note: " + display(note) + "\n";
  return text;
}

}  // namespace

TrendPoint trend_point(const HistoryState& state, const ProjectFacts& project,
                       const Verdict& verdict) {
  TrendPoint point;
  point.commit = state.id;
  point.time = state.time;
  point.tags = state.tags;
  point.score = verdict.health.score;
  point.grade = verdict.health.grade;
  for (const Finding& finding : project.findings)
    if (is_listed(finding)) ++point.findings.at(static_cast<std::size_t>(finding.severity));
  point.async_style = project.async_style;
  point.packages = project.npm.packages;
  for (const auto& package : all_packages(project.npm)) ++point.packages_by_status[package.status];
  point.files = project.files.analysed;
  return point;
}

std::uint64_t flagged_packages(const TrendPoint& point) {
  std::uint64_t sum = 0;
  for (const auto& [status, count] : point.packages_by_status) sum += count;
  return sum;
}

std::string write_trend_json(const TrendReport& report) {
  Json document, members;
  JsonWriter writer(members);
  fields(writer, const_cast<TrendReport&>(report));  // one list of fields for all: changes nothing
  document["schema"] = "stackfit-trend-1";
  document["name"] = report.name;
  document.update(members);
  return json_text(document);
}

std::string history_section(const Report& report, const Style& style) {
  if (!report.history) return "";
  const TrendReport& history = *report.history;
  auto text = heading(style, "HISTORY", history.points.empty() ? "" : "oldest first");
  return text + (history.points.empty() ? "" : "\n" + tables_of(history, style)) +
         notes_of(history);
}

std::string write_trend_text(const TrendReport& report, const Style& style) {
  auto text = display(report.name) + ", oldest first\n\n" + tables_of(report, style);
  if (!report.notes.empty()) text += "\n";
  return text + notes_of(report);
}

}  // namespace stackfit
