#include "judge/verdict.h"

namespace stackfit {

Fit judge_fit(const ProjectFacts& project, const RuleSet&) {
  Fit fit;
  fit.runtimes = project.runtimes;
  fit.verdict = "undecided";
  return fit;
}

Verdict judge(const ProjectFacts& project, const RuleSet& rules) {
  return {judge_health(project, rules), judge_fit(project, rules)};
}

}  // namespace stackfit
