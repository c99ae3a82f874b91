// The JSON report, version 1. Other programs depend on these names: additions are free, changes are
// not, and report/schema/stackfit-report-1.schema.json says the same (a test compares them). No
// time, duration or machine ever appears, so that equal input gives equal bytes.
//
// Text of the scanned repository may hold any byte. JSON is UTF-8, so what is not becomes U+FFFD;
// a path that lost something that way has its bytes beside it in `path_base64`.
#include "core/utf8.h"
#include "report/encodings.h"
#include "report/json_text.h"
#include "report/report.h"
#include "report/rounding.h"
#include "report/writers.h"

namespace stackfit {
namespace {

Json array() {
  return Json::array();
}

void put_path(Json& object, const std::string& path) {
  object["path"] = path;
  if (!is_utf8(path)) object["path_base64"] = base64(path);
}

template <class Range, class Convert>
Json array_of(const Range& range, const Convert& convert) {
  Json result = array();
  for (const auto& element : range) result.push_back(convert(element));
  return result;
}

Json of_skipped(const Skipped& file) {
  Json object = Json::object();
  put_path(object, file.path);
  object["reason"] = file.reason;
  if (file.incomplete) object["incomplete"] = true;
  return object;
}

Json of_evidence(const Evidence& evidence) {
  Json object = Json::object();
  put_path(object, evidence.path);
  object["line"] = evidence.line;
  object["what"] = evidence.what;
  return object;
}

Json of_related(const Related& related, const std::string& own_path) {
  Json object = Json::object();
  put_path(object, related.path.empty() ? own_path : related.path);
  object["line"] = related.line;
  object["message"] = related.message;
  return object;
}

Json of_data(const FindingData& data) {
  Json object = Json::object();
  for (const auto& [key, value] : data)
    std::visit([&, &name = key](const auto& known) { object[name] = known; }, value);
  return object;
}

Json of_finding(const Finding& finding) {
  Json object = {{"rule", finding.rule}, {"severity", name_of(finding.severity)}};
  put_path(object, finding.path);
  object["line"] = finding.span.line;
  object["column"] = finding.span.column;
  object["end_line"] = finding.span.end_line;
  object["end_column"] = finding.span.end_column;
  object["message"] = finding.message;
  object["confidence"] = round_to(finding.confidence, 3);
  object["scope"] = finding.scope;
  object["status"] = name_of(finding.status);
  object["fingerprint"] = finding.fingerprint;
  if (finding.baselined) object["baselined"] = true;
  if (!finding.reason.empty()) object["reason"] = finding.reason;
  object["related"] = array_of(
      finding.related, [&](const Related& related) { return of_related(related, finding.path); });
  object["data"] = of_data(finding.data);
  return object;
}

Json of_gate(const Gate& gate) {
  return {{"passed", gate.passed}, {"failed", array_of(gate.failed, [](const GateFailure& failure) {
                                      return Json{{"condition", failure.condition},
                                                  {"limit", failure.limit},
                                                  {"value", failure.value}};
                                    })}};
}

Json of_files(const FileInventory& files) {
  Json by_language = Json::object();
  for (const auto& [language, count] : files.by_language) by_language[language] = count;
  return {{"analysed", files.analysed},
          {"partial", array_of(files.partial, of_skipped)},
          {"by_language", std::move(by_language)},
          {"skipped", array_of(files.skipped, of_skipped)}};
}

Json of_deduction(const Deduction& deduction) {
  return {{"rule", deduction.rule},
          {"category", deduction.category},
          {"points", round_to(deduction.points, 2)},
          {"flagged", round_to(deduction.flagged, 2)},
          {"clean", round_to(deduction.clean, 2)}};
}

Json of_next_step(const NextStep& step) {
  Json object = {{"rule", step.rule}};
  put_path(object, step.path);
  object["line"] = step.line;
  object["gain"] = round_to(step.gain, 2);
  object["text"] = step.text;
  return object;
}

Json of_health(const Health& health) {
  return {{"score", round_to(health.score, 1)},
          {"score_low", round_to(health.score_low, 1)},
          {"score_high", round_to(health.score_high, 1)},
          {"grade", health.grade},
          {"coverage", round_to(health.coverage, 1)},
          {"to_next_grade", round_to(health.to_next_grade, 1)},
          {"scoring", health.version},
          {"deductions", array_of(health.deductions, of_deduction)},
          {"not_applicable", health.not_applicable},
          {"inconclusive", health.inconclusive},
          {"next", array_of(health.next, of_next_step)}};
}

Json of_lens(const LensVerdict& lens) {
  return {{"score", round_to(lens.score, 1)}, {"verdict", lens.verdict}};
}

Json of_suggestion(const Suggestion& suggestion) {
  return {{"id", suggestion.id}, {"text", suggestion.text}};
}

Json of_dimension(const DimensionVerdict& dimension) {
  Json object = {{"id", dimension.id},
                 {"name", dimension.name},
                 {"presence", round_to(dimension.presence, 3)},
                 {"present", dimension.present},
                 {"dominant", dimension.dominant},
                 {"confidence", dimension.confidence},
                 {"score", round_to(dimension.score, 1)},
                 {"verdict", dimension.verdict}};
  if (!dimension.leans.empty()) object["leans"] = dimension.leans;
  object["lens"] = {{"article", of_lens(dimension.article)}, {"today", of_lens(dimension.today)}};
  object["claims"] = dimension.claims;
  object["evidence"] = array_of(dimension.evidence, of_evidence);
  object["suggestions"] = array_of(dimension.suggestions, of_suggestion);
  return object;
}

Json of_fit(const Fit& fit) {
  Json overall = {{"score", round_to(fit.score, 1)}, {"verdict", fit.verdict}};
  if (!fit.reason.empty()) overall["reason"] = fit.reason;
  return {{"runtimes", array_of(fit.runtimes,
                                [](const RuntimeFacts& runtime) {
                                  return Json{{"id", runtime.id},
                                              {"role", runtime.role},
                                              {"share", round_to(runtime.share, 3)}};
                                })},
          {"dimensions", array_of(fit.dimensions, of_dimension)},
          {"overall", std::move(overall)},
          {"suggestions", array_of(fit.suggestions, of_suggestion)}};
}

Json of_technology(const Technology& technology) {
  return {{"id", technology.id},
          {"name", technology.name},
          {"category", technology.category},
          {"scope", technology.scope},
          {"evidence", array_of(technology.evidence, of_evidence)}};
}

Json of_dependency(const NpmDependency& dependency) {
  return {{"name", dependency.name},
          {"version", dependency.version},
          {"status", dependency.status},
          {"kind", dependency.kind},
          {"direct", dependency.direct},
          {"via", dependency.via},
          {"paths", dependency.paths},
          {"scope", dependency.scope},
          {"action", dependency.action},
          {"replacement", dependency.replacement},
          {"workspace", dependency.workspace},
          {"evidence", array_of(dependency.evidence, of_evidence)}};
}

Json of_npm(const NpmReport& npm) {
  return {{"npm", array_of(npm.dependencies, of_dependency)},
          {"packages", npm.packages},
          {"unknown", npm.unknown},
          {"facts_date", npm.facts_date},
          {"flags_recorded", npm.flags_recorded}};
}

Json of_async_style(const AsyncStyle& style) {
  return {{"callback", round_to(style.callback, 3)},
          {"then", round_to(style.then, 3)},
          {"await", round_to(style.await, 3)},
          {"sites", style.sites},
          {"depth_histogram", style.depth_histogram},
          {"depths",
           {{"callbacks", style.callbacks},
            {"median", style.median},
            {"p90", style.p90},
            {"p95", style.p95},
            {"deepest", style.deepest},
            {"deep", round_to(style.deep, 4)},
            {"very_deep", round_to(style.very_deep, 4)}}},
          {"band", style.band},
          {"functions", style.functions},
          {"mixed_functions", style.mixed}};
}

Json of_change(const ChangeSummary& change, std::size_t fixed) {
  return {{"base", change.base},
          {"of", change.staged ? "index" : "working tree"},
          {"base_score", round_to(change.base_score, 2)},
          {"changed_files", change.changed.size()},
          {"new", change.fresh},
          {"unchanged", change.unchanged},
          {"fixed", fixed},
          {"elsewhere", change.elsewhere},
          {"unanalysed", change.unanalysed}};
}

Json of_baseline(const BaselineUse& use) {
  return {
      {"path", use.path},
      {"entries", use.entries},
      {"stale", array_of(use.stale, [](const BaselineEntry& entry) {
         const Identity& identity = entry.known.identity;
         return Json{{"rule", identity.rule}, {"path", identity.path}, {"scope", identity.scope}};
       })}};
}

Json of_tallies(const std::vector<Tally>& tallies) {
  return array_of(tallies, [](const Tally& tally) {
    return Json{{"name", tally.name},
                {"error", tally.count[2]},
                {"warning", tally.count[1]},
                {"note", tally.count[0]}};
  });
}

Json of_statistics(const Statistics& statistics) {
  Json object = {{"by_rule", of_tallies(statistics.by_rule)},
                 {"by_directory", of_tallies(statistics.by_directory)}};
  if (statistics.owners_file.empty()) return object;
  object["owners_file"] = statistics.owners_file;
  object["by_owner"] = of_tallies(statistics.by_owner);
  return object;
}

}  // namespace

std::string write_json(const Report& report, const RuleSet&, const Style&) {
  const ProjectFacts& project = report.project;
  Json document = {
      {"schema", "stackfit-report/1"},
      {"tool",
       {{"name", "stackfit"},
        {"version", STACKFIT_VERSION},
        {"rules_digest", report.rules_digest}}},
      {"root", {{"name", project.name}, {"revision", project.revision}}},
      {"complete", report.complete},
      {"gate", of_gate(report.gate)},
      {"fixed", array_of(report.fixed, of_finding)},
      {"files", of_files(project.files)},
      {"findings", array_of(project.findings, of_finding)},
      {"health", of_health(report.verdict.health)},
      {"fit", of_fit(report.verdict.fit)},
      {"technologies", array_of(project.technologies, of_technology)},
      {"dependencies", of_npm(project.npm)},
      {"async_style", of_async_style(project.async_style)},
  };
  if (report.change) document["comparison"] = of_change(*report.change, report.fixed.size());
  if (report.baseline) document["baseline"] = of_baseline(*report.baseline);
  if (report.statistics) document["statistics"] = of_statistics(*report.statistics);
  return json_text(document);
}

}  // namespace stackfit
