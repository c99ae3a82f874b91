#include <nlohmann/json.hpp>

#include "report/dependencies.h"

namespace stackfit {
namespace {

using Json = nlohmann::ordered_json;

Json of_issue(const npm::OverviewIssue& issue) {
  Json json = {{"name", issue.name},        {"version", issue.version}, {"status", issue.status},
               {"kind", issue.kind},        {"action", issue.action},   {"advice", issue.advice},
               {"via", issue.via},          {"below", issue.below},     {"ways", issue.ways},
               {"evidence", issue.evidence}};
  if (!issue.allowed.empty()) json["allowed"] = issue.allowed;
  return json;
}

Json of_row(const npm::OverviewRow& row) {
  Json json = {{"name", row.name},   {"asked", row.asked},   {"version", row.version},
               {"scope", row.scope}, {"status", row.status}, {"line", row.line}};
  if (!row.own.status.empty()) json["issue"] = of_issue(row.own);
  json["signs"] = row.signs;
  json["brings_in"] = Json::array();
  for (const auto& issue : row.brings) json["brings_in"].push_back(of_issue(issue));
  return json;
}

Json of_workspace(const npm::OverviewWorkspace& workspace) {
  auto rows = Json::array();
  for (const auto& row : workspace.rows) rows.push_back(of_row(row));
  return {{"folder", workspace.folder},
          {"ecosystem", workspace.ecosystem},
          {"manifest", workspace.path},
          {"lockfile", workspace.lock_path},
          {"lock_format", workspace.lock_format},
          {"lock_version", workspace.lock_version},
          {"direct", std::move(rows)}};
}

Json of_files(const std::vector<Skipped>& files) {
  auto rows = Json::array();
  for (const auto& file : files) rows.push_back({{"path", file.path}, {"reason", file.reason}});
  return rows;
}

}  // namespace

std::string write_dependencies_json(const DependencyReport& report) {
  auto workspaces = Json::array();
  for (const auto& workspace : report.overview.workspaces)
    workspaces.push_back(of_workspace(workspace));
  Json document = {{"schema", "stackfit-deps/1"},
                   {"workspaces", std::move(workspaces)},
                   {"packages", report.counts.packages},
                   {"unknown", report.counts.unknown},
                   {"facts_date", report.counts.facts_date},
                   {"flags_recorded", report.counts.flags_recorded},
                   {"unreadable", of_files(report.overview.unreadable)},
                   {"left_out", of_files(report.overview.left_out)}};
  if (const auto& online = report.counts.online; !online.registry.empty())
    document["online"] = {{"registry", online.registry},           {"asked", online.asked},
                          {"answered", online.answered},           {"asked_on", online.asked_on},
                          {"dates_trusted", online.dates_trusted}, {"notes", online.notes}};
  if (!report.why.empty()) {
    auto ways = Json::array();
    for (const auto& way : report.ways)
      ways.push_back({{"manifest", way.path},
                      {"scope", way.scope},
                      {"version", way.version},
                      {"steps", way.steps}});
    document["why"] = {{"name", report.why}, {"ways", std::move(ways)}};
  }
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace stackfit
