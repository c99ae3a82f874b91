// SARIF 2.1.0, made for GitHub code scanning (docs.github.com, "SARIF support for code scanning"),
// which reads a part of the standard and has its own ideas of it:
//  - It knows an alert by `primaryLocationLineHash` alone.
//  - A pull request shows an alert only when every line of its region was changed: the region is
//    the finding's first line, the whole stretch is a related location.
//  - `suppressions` mean nothing to it: suppressed and baselined findings are left out, unless
//    --sarif-suppressions asks for them (other viewers understand).
//  - It keeps the 5,000 most severe results and refuses files above 25,000: what goes is chosen
//    here, and a notification says so.
//  - `security-severity` would list code quality as vulnerabilities: no rule has one.
// Every enabled rule is listed, so that the list does not depend on the code.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "core/utf8.h"
#include "report/json_text.h"
#include "report/layout.h"
#include "report/open_findings.h"
#include "report/sarif_parts.h"
#include "report/writers.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostResults = 5000, kMostRelated = 100, kMostNotifications = 200;

Json location(std::string_view path, const Json& region) {
  Json place = {{"artifactLocation", {{"uri", uri_of(path)}, {"uriBaseId", "SRCROOT"}}}};
  if (!region.is_null()) place["region"] = region;
  return {{"physicalLocation", std::move(place)}};
}

Json region_of(const OpenFinding& open) {
  const Finding& finding = *open.finding;
  if (finding.span.line == 0) return nullptr;
  Json region = {{"startLine", finding.span.line}};
  if (open.excerpt == nullptr) return region;
  region["startColumn"] = open.excerpt->column;
  region["endLine"] = finding.span.line;
  region["endColumn"] = open.excerpt->end_column;
  region["snippet"] = {{"text", display(open.excerpt->text)}};
  return region;
}

Json message(std::string_view text) {
  return {{"text", message_text(text)}};
}

Json related_of(const Finding& finding) {
  Json related = Json::array();
  auto add = [&](std::string_view path, const Json& region, std::string_view text) {
    Json entry = location(path, region);
    entry["id"] = related.size() + 1;
    entry["message"] = message(text);
    related.push_back(std::move(entry));
  };
  const Span& span = finding.span;
  if (span.end_line > span.line)
    add(finding.path, {{"startLine", span.line}, {"endLine", span.end_line}}, "the whole of it");
  for (const auto& place : finding.related) {
    if (related.size() == kMostRelated) break;
    Json region = place.line == 0 ? Json(nullptr) : Json{{"startLine", place.line}};
    add(place.path.empty() ? finding.path : place.path, region, place.message);
  }
  return related;
}

Json suppression_of(const Finding& finding) {
  Json suppression = {{"kind", finding.baselined ? "external" : "inSource"}};
  if (!finding.reason.empty()) suppression["justification"] = display(finding.reason);
  return suppression;
}

Json result_of(const OpenFinding& open, const RuleSet& rules, bool compared) {
  const Finding& finding = *open.finding;
  Json result = {{"ruleId", finding.rule}};
  if (auto index = sarif_rule_index(rules, finding.rule)) result["ruleIndex"] = *index;
  result["level"] = name_of(finding.severity);
  // Code scanning refuses a message of blanks.
  result["message"] = message(trim(finding.message).empty() ? finding.rule : finding.message);
  Json place = location(finding.path, region_of(open));
  if (!finding.scope.empty() && finding.scope != "<module>")
    place["logicalLocations"] = {{{"fullyQualifiedName", display(finding.scope)}}};
  result["locations"] = Json::array({std::move(place)});
  if (auto related = related_of(finding); !related.empty()) result["relatedLocations"] = related;
  auto hash = open.excerpt == nullptr ? finding.fingerprint + ":1" : open.excerpt->line_hash;
  result["partialFingerprints"] = {{"primaryLocationLineHash", hash},
                                   {"stackfitScope/v1", finding.fingerprint}};
  if (finding.status == FindingStatus::kSuppressed || finding.baselined)
    result["suppressions"] = Json::array({suppression_of(finding)});
  if (compared && finding.status != FindingStatus::kSuppressed)
    result["baselineState"] = name_of(finding.status);
  result["rank"] = std::clamp(finding.confidence * 100, 0.0, 100.0);
  return result;
}

std::vector<OpenFinding> all_findings(const Report& report) {
  std::vector<OpenFinding> all;
  for (std::size_t i = 0; i < report.project.findings.size(); ++i) {
    bool known = i < report.excerpts.size() && report.excerpts[i].column != 0;
    all.push_back({&report.project.findings[i], known ? &report.excerpts[i] : nullptr});
  }
  return all;
}

std::vector<OpenFinding> wanted_findings(const Report& report) {
  return report.options.sarif_suppressions ? all_findings(report) : open_findings(report);
}

// The most severe, new before known, in the report's order among equals.
std::vector<OpenFinding> most_severe(std::vector<OpenFinding> findings) {
  if (findings.size() <= kMostResults) return findings;
  std::stable_sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) {
    return std::pair(-static_cast<int>(a.finding->severity), a.finding->status) <
           std::pair(-static_cast<int>(b.finding->severity), b.finding->status);
  });
  findings.resize(kMostResults);
  return findings;
}

Json notifications_of(const Report& report) {
  Json notifications = Json::array();
  auto add = [&](Json text) -> Json& {
    notifications.push_back({{"level", "warning"}, {"message", std::move(text)}});
    return notifications.back();
  };
  if (auto cut = sarif_cut(report); !cut.empty()) add(message(cut));
  std::size_t unnamed = 0;
  for (const auto& file : report.project.files.skipped) {
    if (!file.incomplete) continue;
    if (notifications.size() == kMostNotifications)
      ++unnamed;
    else
      add(message("not analysed: " + file.reason))["locations"] =
          Json::array({location(file.path, nullptr)});
  }
  if (unnamed > 0) add(message(counted(unnamed, "more file") + " not analysed"));
  return notifications;
}

}  // namespace

std::string sarif_cut(const Report& report) {
  auto wanted = wanted_findings(report).size();
  if (wanted <= kMostResults) return "";
  return fmt::format(
      "the SARIF report holds the {} most severe of {} findings, all that code "
      "scanning shows",
      grouped(kMostResults), grouped(wanted));
}

std::string write_sarif(const Report& report, const RuleSet& rules, const Style&) {
  Json results = Json::array();
  for (const auto& open : most_severe(wanted_findings(report)))
    results.push_back(result_of(open, rules, report.change.has_value()));
  Json run = {
      {"tool",
       {{"driver",
         {{"name", "stackfit"},
          {"version", STACKFIT_VERSION},
          {"semanticVersion", STACKFIT_VERSION},
          {"rules", sarif_rules(rules)}}}}},
      {"automationDetails", {{"id", automation_id(report.options.sarif_category)}}},
      {"columnKind", "utf16CodeUnits"},
      {"originalUriBaseIds",
       {{"SRCROOT", {{"description", {{"text", "the folder that was scanned"}}}}}}},
      {"invocations", Json::array({{{"executionSuccessful", true},
                                    {"toolExecutionNotifications", notifications_of(report)}}})},
      {"results", std::move(results)},
  };
  return json_text({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", Json::array({std::move(run)})}});
}

}  // namespace stackfit
