// `calibrate PATH…`: runs the audit over a reference corpus and prints rules/data/calibration.toml,
// so that the constants of the health score can be repeated and disputed.
#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/prepare.h"
#include "core/text.h"
#include "judge/calibrate.h"

namespace stackfit {
namespace {

// A text in a TOML string.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (char c : display(text))
    if (c == '"' || c == '\\')
      (result += '\\') += c;
    else
      result += c;
  return result + "\"";
}

std::string row_of(const Calibration& row) {
  if (!row.measured)
    return fmt::format("# {}: {} projects, median odds {:.4f}: the page's own {:g} stays\n\n",
                       row.rule, row.projects, row.median, row.half_odds);
  return fmt::format(
      "# {} projects, median odds {:.4f}\n[[rule]]\nid = {}\nhalf_odds = \"{:.4f}\"\n\n",
      row.projects, row.median, quoted(row.rule), row.half_odds);
}

}  // namespace

Result<int> run_calibrate(const Invocation& invocation, Console& console) {
  std::vector<std::vector<RuleUnits>> corpus;
  std::string projects;
  for (const auto& path : invocation.arguments) {
    Invocation one = invocation;
    one.options.root = path;
    one.options.use_baseline = false;
    auto prepared = prepare(one);
    if (!prepared) return prepared.error();
    auto report = make_report(*prepared, console);
    if (!report) return report.error();
    corpus.push_back(report->project.units);
    projects += fmt::format("[[project]]\nname = {}\nrevision = {}\n\n",
                            quoted(report->project.name), quoted(report->project.revision));
  }
  auto rules = load_rules(invocation.options.rule_dirs);
  if (!rules) return rules.error();
  std::string text = fmt::format(
      "# Made by `stackfit calibrate` over the projects below: the odds of flagged to clean units "
      "at which\n"
      "# half of what a rule can cost is lost. A rule without a row keeps the value of its page.\n"
      "[[corpus]]\nversion = \"{}/{}\"\n\n",
      invocation.options.as_of, corpus.size());
  for (const auto& row : calibrate(corpus, *rules)) text += row_of(row);
  if (auto printed = print(text + projects); !printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
