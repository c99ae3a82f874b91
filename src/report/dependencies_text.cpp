#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "report/dependencies.h"
#include "report/layout.h"

namespace stackfit {
namespace {

using npm::OverviewIssue;
using npm::OverviewRow;
using npm::OverviewWorkspace;

constexpr std::size_t kNameColumns = 34;

std::string named(std::string_view name, std::string_view version) {
  return version.empty() ? display(name, 60) : display(name, 60) + " " + display(version, 30);
}

std::string way_of(const OverviewIssue& issue) {
  std::string text;
  for (std::size_t i = 1; i < issue.via.size(); ++i) text += display(issue.via[i], 40) + " > ";
  return text;
}

std::string advice_of(const OverviewIssue& issue) {
  if (!issue.allowed.empty()) return "stays: " + display(issue.allowed, 120);
  std::string text = issue.advice.empty() ? issue.action : issue.advice;
  if (issue.ways > 1)
    text += fmt::format(" ({} ways)", issue.ways >= 99 ? "99 or more" : grouped(issue.ways));
  return text;
}

bool needs_word(const OverviewRow& row) {
  return !row.own.status.empty() || !row.brings.empty();
}

// `above` is the advice one line higher: the same is not said twice.
std::string branch(const Style& style, const OverviewIssue& issue, const std::string& above,
                   bool last) {
  auto advice = advice_of(issue);
  auto text = fmt::format("{}{} {}{}", way_of(issue), named(issue.name, issue.version),
                          issue.status, advice == above ? ", likewise" : ": " + advice);
  return hanging(style, last ? "    └ " : "    ├ ", text,
                 issue.allowed.empty() ? Ink::kPlain : Ink::kDim);
}

// Of most packages nothing bad is known, and a word for that on every line would look like one.
std::string_view status_of(const OverviewRow& row) {
  return row.status == "unknown" ? "" : std::string_view(row.status);
}

std::string row_text(const OverviewRow& row, const Style& style) {
  auto package = named(row.name, row.version.empty() ? row.asked : row.version);
  auto first = fmt::format("  {} {} {} ", pad(shorten(package, kNameColumns), kNameColumns),
                           pad(row.scope, 8), pad(status_of(row), 16));
  std::string said = row.own.status.empty() ? "" : advice_of(row.own);
  if (row.own.status.empty() && !row.brings.empty())
    said = fmt::format("brings in {}", counted(row.brings.size(), "unmaintained package"));
  auto text = hanging(style, first, said, row.own.status.empty() ? Ink::kPlain : Ink::kYellow);
  if (!row.own.below.empty()) {
    std::string below;
    for (const auto& name : row.own.below) below += (below.empty() ? "" : ", ") + display(name, 60);
    text += hanging(style, "    leaves with it: ", below, Ink::kDim);
  }
  for (const auto& sign : row.signs)
    if (style.verbose) text += hanging(style, "    no longer fits: ", sign, Ink::kDim);
  for (std::size_t i = 0; i < row.brings.size(); ++i)
    text += branch(style, row.brings[i], i == 0 ? "" : advice_of(row.brings[i - 1]),
                   i + 1 == row.brings.size());
  return text;
}

std::string about(const OverviewWorkspace& workspace) {
  std::size_t dev = 0;
  for (const OverviewRow& row : workspace.rows) dev += row.scope == "dev" ? 1 : 0;
  auto text = fmt::format("{} direct, {} of them for development", workspace.rows.size(), dev);
  if (workspace.lock_format == "pipfile-lock" && workspace.lock_path == workspace.path)
    return "what it holds beyond the Pipfile";
  if (workspace.lock_path == workspace.path) return text + "; it says who asks for what";
  if (workspace.lock_path.empty()) return text + "; no lockfile: ranges are judged";
  return text + "; " + display(workspace.lock_path) +
         (workspace.lock_version.empty() ? "" : " v" + display(workspace.lock_version, 20));
}

std::string online_text(const RegistryReport& online) {
  if (online.registry.empty()) return "No network was used.";
  return fmt::format("{} was asked about {} on {}{}.", display(online.registry),
                     counted(online.asked, "package"), online.asked_on,
                     online.dates_trusted ? "" : "; no age counts");
}

std::string footer(const DependencyReport& report, const Style& style) {
  std::size_t quiet = 0;
  for (const auto& workspace : report.overview.workspaces)
    for (const auto& row : workspace.rows) quiet += row.status == "quiet" ? 1 : 0;
  const NpmReport& counts = report.counts;
  std::string flags =
      counts.flags_recorded == "yes"             ? "the lockfile records its authors' flags"
      : counts.flags_recorded == "none"          ? "the lockfile holds no flag: that proves nothing"
      : counts.flags_recorded == "format cannot" ? "the lockfile's format has no room for flags"
                                                 : "there is no lockfile";
  std::string installed =
      counts.packages == 0
          ? "What is installed is not recorded"
          : fmt::format("{} installed. Nothing is known of {}, which is no proof of health",
                        counted(counts.packages, "package"), grouped(counts.unknown));
  auto text = fmt::format("{}; {} direct ones are old, finished and well. Facts of {}; {}. {}",
                          installed, quiet, counts.facts_date, flags, online_text(counts.online));
  text = "\n" + hanging(style, "", text, Ink::kDim);
  for (const auto& note : counts.online.notes) text += hanging(style, "", note, Ink::kYellow);
  return text;
}

std::string evidence_text(const OverviewIssue& issue, const Style& style) {
  std::string text;
  for (const auto& proof : issue.evidence)
    text += hanging(style, "    evidence: ", display(proof), Ink::kDim);
  return text;
}

// What is said of the package itself, each version once, and how to keep it all the same.
std::string verdict_text(const DependencyReport& report, const Style& style) {
  std::string text;
  std::set<std::string> said;
  auto say = [&](const OverviewIssue& issue) {
    if (issue.name != report.why || !said.insert(issue.version).second) return;
    text += hanging(style, "  " + named(issue.name, issue.version) + " ",
                    fmt::format("is {}: {}", issue.status, advice_of(issue)), Ink::kYellow);
    text += evidence_text(issue, style);
    if (!issue.allowed.empty()) return;
    text += hanging(style, "    to keep it: ",
                    fmt::format("[[dependencies.allow]] in stackfit.toml with name = \"{}\", "
                                "versions = \"{}\", a reason, and expires = a day within a year",
                                display(issue.name), display(issue.version)),
                    Ink::kDim);
  };
  for (const auto& workspace : report.overview.workspaces)
    for (const auto& row : workspace.rows) {
      say(row.own);
      for (const auto& issue : row.brings) say(issue);
    }
  return text;
}

std::string why_text(const DependencyReport& report, const Style& style) {
  std::string text = heading(style, display(report.why), counted(report.ways.size(), "way"));
  for (const auto& way : report.ways) {
    std::string steps;
    for (const auto& step : way.steps) steps += (steps.empty() ? "" : " > ") + display(step, 80);
    auto installed = way.version.empty() ? "" : fmt::format(" = {}", display(way.version, 40));
    text +=
        hanging(style, fmt::format("  {} ({}): ", display(way.path), way.scope), steps + installed);
  }
  return text + verdict_text(report, style);
}

}  // namespace

std::string write_dependencies_text(const DependencyReport& report, const Style& style) {
  if (!report.why.empty()) return why_text(report, style);
  std::string text;
  for (const auto& workspace : report.overview.workspaces) {
    bool silent = std::none_of(workspace.rows.begin(), workspace.rows.end(), needs_word);
    if (silent && !style.verbose && report.overview.workspaces.size() > 1) continue;
    text += heading(style, display(workspace.path), about(workspace));
    if (silent) text += "  nothing is known against any of them\n";
    for (const auto& row : workspace.rows)
      if (style.verbose || needs_word(row)) text += row_text(row, style);
  }
  if (report.overview.workspaces.empty())
    text += "No manifest and no lockfile of npm or Python here.\n";
  for (const Skipped& file : report.overview.unreadable)
    text += hanging(style, fmt::format("{}: ", display(file.path)),
                    "unreadable: " + display(file.reason), Ink::kRed);
  const auto& left_out = report.overview.left_out;
  if (!left_out.empty())
    text += hanging(style, "",
                    fmt::format("Left out as data of tests, or of vendored or ignored code: {}",
                                counted(left_out.size(), "file")),
                    Ink::kDim);
  for (const Skipped& file : left_out)
    if (style.verbose)
      text += hanging(style, "  ", display(file.path) + ": " + display(file.reason), Ink::kDim);
  return text + footer(report, style);
}

}  // namespace stackfit
