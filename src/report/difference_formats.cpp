// The difference of two reports for a page and for programs.
#include <fmt/format.h>

#include "core/text.h"
#include "report/difference.h"
#include "report/json_text.h"
#include "report/layout.h"
#include "report/markdown_text.h"
#include "report/rounding.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostListed = 50;

std::string title_of(const Report& report) {
  auto revision = report.project.revision.substr(0, 7);
  return markdown_text(report.project.name) +
         (revision.empty() ? "" : " " + markdown_code(revision));
}

std::string finding_list(std::string_view title, const std::vector<const Finding*>& findings) {
  if (findings.empty()) return "";
  auto text = fmt::format("\n### {}: {}\n\n", title, grouped(findings.size()));
  for (std::size_t i = 0; i < findings.size() && i < kMostListed; ++i)
    text += fmt::format(
        "- **{}** {} {}\n", name_of(findings[i]->severity),
        markdown_code(fmt::format("{}:{}", display(findings[i]->path), findings[i]->span.line)),
        markdown_text(findings[i]->message));
  if (findings.size() > kMostListed)
    text += fmt::format("- and {} more\n", grouped(findings.size() - kMostListed));
  return text;
}

std::string score_rows(const Difference& difference) {
  const auto& [old_health, old_fit, old_what_if] = difference.before->verdict;
  const auto& [health, fit, what_if] = difference.after->verdict;
  auto text =
      fmt::format("| health | {} {:.1f} | {} {:.1f} | {} |\n", old_health.grade, old_health.score,
                  health.grade, health.score, signed_points(health.score - old_health.score));
  bool decided = old_fit.verdict != "undecided" && fit.verdict != "undecided";
  text += fmt::format("| stack fit | {} | {} | {} |\n", words_of({old_fit.score, old_fit.verdict}),
                      words_of({fit.score, fit.verdict}),
                      decided ? signed_points(fit.score - old_fit.score, 0) : "");
  for (const RuleShift& shift : difference.rules)
    text += fmt::format("| {} | {} | {} | {} |\n", markdown_text(shift.rule),
                        counted(shift.findings_before, "finding"),
                        counted(shift.findings_after, "finding"),
                        signed_points(shift.points_before - shift.points_after));
  return text;
}

Json of_findings(const std::vector<const Finding*>& findings) {
  Json array = Json::array();
  for (const Finding* finding : findings)
    array.push_back({{"rule", finding->rule},
                     {"severity", name_of(finding->severity)},
                     {"path", finding->path},
                     {"line", finding->span.line},
                     {"message", finding->message},
                     {"fingerprint", finding->fingerprint}});
  return array;
}

Json of_side(const Report& report) {
  const auto& [health, fit, what_if] = report.verdict;
  return {{"name", report.project.name},         {"revision", report.project.revision},
          {"score", round_to(health.score, 1)},  {"grade", health.grade},
          {"fit_score", round_to(fit.score, 1)}, {"fit_verdict", fit.verdict}};
}

Json of_rules(const std::vector<RuleShift>& rules) {
  Json array = Json::array();
  for (const RuleShift& shift : rules)
    array.push_back({{"rule", shift.rule},
                     {"points_before", round_to(shift.points_before, 2)},
                     {"points_after", round_to(shift.points_after, 2)},
                     {"findings_before", shift.findings_before},
                     {"findings_after", shift.findings_after}});
  return array;
}

Json of_verdicts(const std::vector<VerdictShift>& verdicts) {
  Json array = Json::array();
  for (const VerdictShift& shift : verdicts)
    array.push_back({{"name", shift.name},
                     {"verdict_before", shift.before.verdict},
                     {"score_before", round_to(shift.before.score, 1)},
                     {"verdict_after", shift.after.verdict},
                     {"score_after", round_to(shift.after.score, 1)}});
  return array;
}

Json of_places(const Difference& difference) {
  Json folders = Json::array(), owners = Json::array();
  for (const Turnover& area : difference.folders)
    folders.push_back({{"name", area.name}, {"gone", area.gone}, {"new", area.fresh}});
  for (const Shift& owner : difference.owners)
    owners.push_back({{"name", owner.name}, {"before", owner.before}, {"after", owner.after}});
  return {{"folders", std::move(folders)}, {"owners", std::move(owners)}};
}

}  // namespace

std::string write_difference_markdown(const Difference& difference) {
  auto text = fmt::format("## stackfit: {} → {}\n\n", title_of(*difference.before),
                          title_of(*difference.after));
  if (difference.other_rules)
    text += "Different rules made the two: some of what follows is theirs.\n\n";
  text += "| | before | after | change |\n| --- | --- | --- | ---: |\n" + score_rows(difference);
  text +=
      fmt::format("\n{} gone, {} new, {} the same.\n", counted(difference.gone.size(), "finding"),
                  grouped(difference.fresh.size()), grouped(difference.same));
  return text + finding_list("New", difference.fresh) +
         finding_list("More severe", difference.worse) + finding_list("Gone", difference.gone);
}

std::string write_difference_json(const Difference& difference) {
  return json_text({{"schema", "stackfit-diff/1"},
                    {"before", of_side(*difference.before)},
                    {"after", of_side(*difference.after)},
                    {"other_rules", difference.other_rules},
                    {"new", of_findings(difference.fresh)},
                    {"worse", of_findings(difference.worse)},
                    {"gone", of_findings(difference.gone)},
                    {"same", difference.same},
                    {"rules", of_rules(difference.rules)},
                    {"dimensions", of_verdicts(difference.verdicts)},
                    {"places", of_places(difference)},
                    {"packages", {{"left", difference.left}, {"came", difference.came}}}});
}

}  // namespace stackfit
