#pragma once
#include <vector>

#include "core/options.h"
#include "facts/gather.h"
#include "project/npm/allow.h"
#include "project/npm/judgement.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The rule `unmaintained-dependency`: judges every package of the npm manifests and lockfiles and
/// adds findings (suppressed ones marked, and of no weight), health units and the report on npm to
/// `project`. `answers` is what a registry said; null:
/// none was asked.
void survey_npm(const std::vector<FileRecord>& records, const RuleSet& rules,
                const Options& options, SuppressionBook& suppressions, npm::AllowBook& allows,
                const RegistryAnswers* answers, ProjectFacts& project);

namespace npm {
/// How packages are judged by this rule set and these options, without a registry.
JudgeContext judge_context(const RuleSet& rules, const Options& options);
}  // namespace npm

}  // namespace stackfit
