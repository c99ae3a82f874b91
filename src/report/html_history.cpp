// The history on the HTML page: for its script in short rows, without script as tables.
#include <fmt/format.h>

#include <algorithm>

#include "core/dates.h"
#include "report/html_rows.h"
#include "report/layout.h"
#include "report/rounding.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostStates = 400, kMostPlainStates = 60, kCommitShown = 10;

std::size_t shown_states(const TrendReport& history, std::size_t most) {
  return std::min(history.points.size(), most);
}

std::string commit_of(const TrendPoint& point) {
  return display(std::string_view(point.commit).substr(0, kCommitShown));
}

Json state_row(const TrendPoint& point) {
  const AsyncStyle& style = point.async_style;
  Json statuses = Json::array();
  for (const auto& [status, count] : point.packages_by_status)
    statuses.push_back({display(status), count});
  return {commit_of(point),
          iso_date(point.time),
          round_to(point.score, 1),
          display(point.grade),
          point.findings[2],
          point.findings[1],
          point.findings[0],
          style.await,
          style.then,
          style.callback,
          style.sites,
          point.packages,
          statuses,
          shown(point.tags),
          point.files};
}

Json hotspot_row(const Hotspot& spot, PageNames& paths) {
  return {paths(spot.path),
          round_to(spot.score, 3),
          spot.commits,
          spot.code_lines,
          spot.findings,
          spot.authors,
          display(spot.main_author),
          spot.main_share,
          iso_date(spot.last),
          spot.days};
}

std::string state_rows(const TrendReport& history) {
  std::string rows;
  for (auto at = shown_states(history, kMostPlainStates); at-- > 0;) {
    const TrendPoint& point = history.points[at];
    const AsyncStyle& style = point.async_style;
    rows += fmt::format(
        "<tr><th scope=\"row\">{} <code>{}</code> {}</th><td>{} {:.1f}</td><td>{}</td><td>{}</td>"
        "<td>{}</td><td>{} of {}</td></tr>",
        iso_date(point.time), html_text(commit_of(point)), html_text(join(point.tags, ", ")),
        html_text(point.grade), point.score, point.findings[2], point.findings[1],
        style.await + style.then + style.callback == 0 ? std::string("–")
                                                       : fmt::format("{:.0f}%", style.await * 100),
        flagged_packages(point), point.packages);
  }
  return rows;
}

std::string hotspot_rows(const std::vector<Hotspot>& hotspots) {
  std::string rows;
  for (const auto& spot : hotspots)
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{} ({:.0f}% of them, {})"
        "</td><td>{}</td></tr>",
        html_text(spot.path), spot.commits, spot.code_lines, spot.findings,
        html_text(spot.main_author), spot.main_share * 100, counted(spot.authors, "author"),
        iso_date(spot.last));
  return rows;
}

}  // namespace

Json history_rows(const TrendReport& history, PageNames& paths) {
  Json states = Json::array();
  for (auto at = shown_states(history, kMostStates); at-- > 0;)
    states.push_back(state_row(history.points[at]));
  return {{"states", std::move(states)},
          {"left", history.points.size() - shown_states(history, kMostStates)},
          {"commits", history.commits},
          {"notes", shown(history.notes)},
          {"hotspots", array_of(history.hotspots,
                                [&](const Hotspot& spot) { return hotspot_row(spot, paths); })}};
}

std::string static_history(const TrendReport& history) {
  std::string notes;
  for (const auto& note : history.notes) notes += fmt::format("<p>{}</p>\n", html_text(note));
  return "<h2>How it got here</h2>\n" + notes +
         plain_table("The newest commits, oldest first",
                     "<th>Commit</th><th>Health</th><th>Errors</th><th>Warnings</th><th>Await</th>"
                     "<th>Packages to act on</th>",
                     state_rows(history)) +
         plain_table("Changed often, and large",
                     "<th>File</th><th>Changes</th><th>Lines</th><th>Findings</th><th>Mostly by"
                     "</th><th>Last change</th>",
                     hotspot_rows(history.hotspots));
}

}  // namespace stackfit
