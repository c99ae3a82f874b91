#pragma once
#include "core/options.h"
#include "facts/gather.h"
#include "project/project_facts.h"
#include "rules/rule_set.h"
#include "tree/tree.h"

namespace stackfit {

struct RegistryAnswers;

/// Puts the facts of all files together: what lies where, who depends on whom, and the findings.
/// Pure: the same input gives the same value. `answers` is what a registry said; null: none was
/// asked.
ProjectFacts survey(const Listing& listing, const std::vector<FileRecord>& records,
                    const RuleSet& rules, const Options& options,
                    const RegistryAnswers* answers = nullptr);

}  // namespace stackfit
