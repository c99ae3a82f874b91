#include "judge/verdict.h"

namespace stackfit {

Health judge_health(const ProjectFacts&, const RuleSet&) {
  Health health;
  health.grade = "A";
  return health;
}

}  // namespace stackfit
