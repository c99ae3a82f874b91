// What the script of the HTML report is given. Short rows and shared strings instead of the JSON
// report: a page for 5,000 files has to open at once.
#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "report/html_rows.h"
#include "report/rounding.h"
#include "rules/fit_data.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostEvidence = 40, kMostLost = 200;

Json of_health(const Health& health, const Scoring& scoring) {
  return {{"score", round_to(health.score, 1)},
          {"low", round_to(health.score_low, 1)},
          {"high", round_to(health.score_high, 1)},
          {"grade", health.grade},
          {"coverage", round_to(health.coverage, 1)},
          {"toNext", round_to(health.to_next_grade, 1)},
          {"grades", array_of(scoring.grades,
                              [](const GradeBorder& grade) {
                                return Json{{"grade", grade.letter}, {"from", grade.from}};
                              })},
          {"deductions", array_of(health.deductions,
                                  [](const Deduction& deduction) {
                                    return Json{{"rule", deduction.rule},
                                                {"category", deduction.category},
                                                {"points", round_to(deduction.points, 2)},
                                                {"flagged", round_to(deduction.flagged, 2)},
                                                {"clean", round_to(deduction.clean, 2)},
                                                {"alone", round_to(deduction.alone, 2)},
                                                {"most", round_to(deduction.category_most, 2)}};
                                  })},
          {"inconclusive", shown(health.inconclusive)},
          {"next", array_of(health.next, [](const NextStep& step) {
             return Json{{"rule", step.rule},
                         {"path", display(step.path)},
                         {"line", step.line},
                         {"gain", round_to(step.gain, 2)},
                         {"text", display(step.text)}};
           })}};
}

Json of_claim(const std::string& id) {
  const auto& claims = fit_data().claims;
  auto claim =
      std::find_if(claims.begin(), claims.end(), [&](const Claim& row) { return row.id == id; });
  if (claim == claims.end())
    return {{"id", display(id)}, {"says", ""}, {"status", ""}, {"today", ""}};
  return {{"id", claim->id},
          {"says", display(claim->says)},
          {"status", claim->status},
          {"today", display(claim->today)}};
}

Json of_lens(const LensVerdict& lens) {
  return {{"score", round_to(lens.score, 1)}, {"verdict", lens.verdict}};
}

Json evidence_rows(const std::vector<Evidence>& evidence) {
  Json rows = Json::array();
  for (const auto& place : evidence)
    if (rows.size() < kMostEvidence)
      rows.push_back({display(place.path), place.line, display(place.what)});
  return rows;
}

Json texts_of(const std::vector<Suggestion>& suggestions) {
  return array_of(suggestions,
                  [](const Suggestion& suggestion) { return display(suggestion.text); });
}

Json of_dimension(const DimensionVerdict& dimension) {
  return {{"name", display(dimension.name)},
          {"present", dimension.present},
          {"dominant", dimension.dominant},
          {"confidence", dimension.confidence},
          {"score", round_to(dimension.score, 1)},
          {"verdict", dimension.verdict},
          {"leans", dimension.leans},
          {"article", of_lens(dimension.article)},
          {"today", of_lens(dimension.today)},
          {"claims", array_of(dimension.claims, of_claim)},
          {"evidence", evidence_rows(dimension.evidence)},
          {"suggestions", texts_of(dimension.suggestions)}};
}

Json of_async(const AsyncStyle& style) {
  return {{"await", style.await},
          {"then", style.then},
          {"callback", style.callback},
          {"sites", style.sites},
          {"histogram", style.depth_histogram},
          {"callbacks", style.callbacks},
          {"median", style.median},
          {"p95", style.p95},
          {"deepest", style.deepest},
          {"deep", style.deep},
          {"deepFrom", style.deep_from},
          {"band", style.band},
          {"functions", style.functions},
          {"mixed", style.mixed}};
}

Json of_package(const NpmDependency& dependency) {
  return {{"name", display(dependency.name)},
          {"version", display(dependency.version)},
          {"status", dependency.status},
          {"direct", dependency.direct},
          {"via", shown(dependency.via)},
          {"paths", dependency.paths},
          {"action", what_to_do(dependency.action)},
          {"replacement", shown(dependency.replacement)},
          {"workspace", display(dependency.workspace)}};
}

Json rule_pages(const Report& report, const RuleSet& rules) {
  std::set<std::string> wanted;
  for (const Finding& finding : report.project.findings) wanted.insert(finding.rule);
  for (const auto& deduction : report.verdict.health.deductions)
    if (deduction.points >= 0.05) wanted.insert(deduction.rule);
  Json pages = Json::object();
  for (const auto& id : wanted)
    if (const Rule* rule = find_rule(rules, id); rule != nullptr)
      pages[id] = {{"summary", rule->summary}, {"why", rule->why}, {"instead", rule->instead}};
  return pages;
}

Json of_files(const FileInventory& files) {
  std::map<std::string, std::uint64_t> reasons;
  Json lost = Json::array(), counts = Json::object();
  for (const auto& file : files.skipped) {
    ++reasons[display(trim(std::string_view(file.reason).substr(0, file.reason.find(':'))))];
    if (file.incomplete && lost.size() < kMostLost)
      lost.push_back({display(file.path), display(file.reason)});
  }
  for (const auto& [reason, count] : reasons) counts[reason] = count;
  return {{"analysed", files.analysed}, {"skipped", counts}, {"lost", lost}};
}

Json of_fit(const Fit& fit) {
  return {{"score", round_to(fit.score, 1)},
          {"verdict", fit.verdict},
          {"reason", display(fit.reason)},
          {"dimensions", array_of(fit.dimensions, of_dimension)},
          {"suggestions", texts_of(fit.suggestions)}};
}

Json of_change(const Report& report) {
  if (!report.change) return nullptr;
  return {{"base", display(std::string_view(report.change->base).substr(0, 10))},
          {"base_score", round_to(report.change->base_score, 2)},
          {"fresh", report.change->fresh},
          {"unchanged", report.change->unchanged},
          {"fixed", report.fixed.size()}};
}

Json of_gate(const Gate& gate) {
  return {{"failed", array_of(gate.failed, [](const GateFailure& failure) {
             return Json{{"condition", display(failure.condition)},
                         {"limit", display(failure.limit)},
                         {"value", display(failure.value)}};
           })}};
}

// "Node.js", "some Python", "Python for tools".
Json runtimes_of(const Fit& fit) {
  Json list = Json::array();
  for (const auto& [id, role, share] : fit.runtimes) {
    auto name = id == "node" ? "Node.js" : id == "python" ? "Python" : id;
    if (role == "primary") list.push_back(name);
    if (role == "secondary") list.push_back("some " + name);
    if (role == "tooling") list.push_back(name + " for tools");
  }
  return list;
}

}  // namespace

Json page_data(const Report& report, const RuleSet& rules) {
  const ProjectFacts& project = report.project;
  PageNames rule_ids, paths, names;
  Json sources = array_of(report.sources, [&](const SourceFile& file) {
    Json row = {paths(file.path), names(file.language), names(file.zone), file.lines};
    if (file.changes > 0) row.push_back(file.changes);
    return row;
  });
  Json findings = finding_rows(report, rule_ids, paths);
  auto findings_shown = findings.size();
  Json past = report.history ? history_rows(*report.history, paths) : Json();
  return {{"name", display(project.name)},
          {"revision", display(project.revision)},
          {"version", STACKFIT_VERSION},
          {"digest", report.rules_digest},
          {"complete", report.complete},
          {"one", !report.options.only.empty()},
          {"gate", of_gate(report.gate)},
          {"change", of_change(report)},
          {"files", of_files(project.files)},
          {"health", of_health(report.verdict.health, rules.scoring)},
          {"runtimes", runtimes_of(report.verdict.fit)},
          {"fit", of_fit(report.verdict.fit)},
          {"technologies", array_of(project.technologies,
                                    [](const Technology& technology) {
                                      return Json{{"name", display(technology.name)},
                                                  {"category", technology.category},
                                                  {"scope", technology.scope}};
                                    })},
          {"async", of_async(project.async_style)},
          {"npm",
           {{"packages", project.npm.packages},
            {"date", project.npm.facts_date},
            {"list", array_of(all_packages(project.npm), of_package)}}},
          {"cycles", cycle_rows(project.findings)},
          {"history", std::move(past)},
          {"rules", rule_pages(report, rules)},
          {"ruleIds", rule_ids.list()},
          {"names", names.list()},
          {"paths", paths.list()},
          {"sources", std::move(sources)},
          {"findings", std::move(findings)},
          {"leftOut", project.findings.size() - findings_shown}};
}

}  // namespace stackfit
