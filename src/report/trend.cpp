#include "report/trend.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/dates.h"
#include "core/text.h"
#include "report/json_text.h"
#include "report/rounding.h"

namespace stackfit {
namespace {

constexpr std::size_t kIdShown = 10, kHotspotsShown = 10;

Json as_json(const TrendPoint& point) {
  const AsyncStyle& style = point.async_style;
  Json by_status = Json::object();
  for (const auto& [status, count] : point.packages_by_status) by_status[status] = count;
  return {
      {"commit", point.commit},
      {"date", iso_date(point.time)},
      {"tags", point.tags},
      {"files", point.files},
      {"health", {{"score", round_to(point.score, 1)}, {"grade", point.grade}}},
      {"findings",
       {{"error", point.findings[2]}, {"warning", point.findings[1]}, {"note", point.findings[0]}}},
      {"async_style",
       {{"callback", round_to(style.callback, 4)},
        {"then", round_to(style.then, 4)},
        {"await", round_to(style.await, 4)},
        {"sites", style.sites},
        {"deepest", style.deepest}}},
      {"dependencies", {{"packages", point.packages}, {"by_status", std::move(by_status)}}}};
}

Json as_json(const Hotspot& spot) {
  return {{"path", spot.path},
          {"score", round_to(spot.score, 4)},
          {"commits", spot.commits},
          {"code_lines", spot.code_lines},
          {"findings", spot.findings},
          {"authors", spot.authors},
          {"main_author", spot.main_author},
          {"main_share", round_to(spot.main_share, 4)},
          {"last_change", iso_date(spot.last)},
          {"days", spot.days}};
}

std::string row_of(const TrendPoint& point) {
  const AsyncStyle& style = point.async_style;
  auto tags = point.tags.empty() ? "" : "  " + display(join(point.tags, ", "), 40);
  auto percent = [&](double share) {
    return style.sites == 0 ? std::string("-") : fmt::format("{:.0f} %", share * 100);
  };
  return fmt::format(
      "  {}  {:<10}  {:>5.1f} {}  {:>6} {:>8} {:>6}   {:>5} {:>5} {:>5}   {:>5} of {}{}\n",
      iso_date(point.time), point.commit.substr(0, kIdShown), point.score, point.grade,
      point.findings[2], point.findings[1], point.findings[0], percent(style.callback),
      percent(style.then), percent(style.await), flagged_packages(point), point.packages, tags);
}

std::string row_of(const Hotspot& spot) {
  return fmt::format(
      "  {:>5.2f}  {:>7} {:>7} {:>8}   {} of {} author{}, {:.0f} %, {} days ago  {}\n", spot.score,
      spot.commits, spot.code_lines, spot.findings, display(spot.main_author, 30), spot.authors,
      spot.authors == 1 ? "" : "s", spot.main_share * 100, spot.days, display(spot.path, 80));
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
  Json points = Json::array(), hotspots = Json::array();
  for (const auto& point : report.points) points.push_back(as_json(point));
  for (const auto& spot : report.hotspots) hotspots.push_back(as_json(spot));
  return json_text({{"schema", "stackfit-trend-1"},
                    {"name", report.name},
                    {"commits_counted", report.commits},
                    {"notes", report.notes},
                    {"states", std::move(points)},
                    {"hotspots", std::move(hotspots)}});
}

std::string write_trend_text(const TrendReport& report, const Style& style) {
  auto text = fmt::format(
      "{}, oldest first\n\n  {:<10}  {:<10}  {:<7}  {:>6} {:>8} {:>6}   {:>5} {:>5} {:>5}   {}\n",
      display(report.name), "date", "commit", "health", "errors", "warnings", "notes", "cb", "then",
      "await", "packages to act on");
  for (auto at = report.points.rbegin(); at != report.points.rend(); ++at) text += row_of(*at);
  if (!report.hotspots.empty()) {
    text += fmt::format(
        "\nHotspots: changes × lines of code, over {} commits\n\n  {:>5}  {:>7} {:>7} {:>8}   {}\n",
        report.commits, "score", "commits", "lines", "findings",
        "most commits by, and last change");
    auto shown = style.verbose ? report.hotspots.size() : kHotspotsShown;
    for (std::size_t i = 0; i < std::min(shown, report.hotspots.size()); ++i)
      text += row_of(report.hotspots[i]);
  }
  if (!report.notes.empty()) text += "\n";
  for (const auto& note : report.notes) text += "note: " + display(note) + "\n";
  return text;
}

}  // namespace stackfit
