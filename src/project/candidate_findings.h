#pragma once
#include <vector>

#include "core/options.h"
#include "facts/gather.h"
#include "project/graph/call_graph.h"
#include "project/project_facts.h"
#include "project/suppress.h"
#include "rules/rule_set.h"

namespace stackfit {

/// Turns the candidates of single files into findings: drops or lowers those outside of product
/// code as the rule's page says, asks who calls the function where a finding depends on it, and
/// counts units for the health score. The units a page may name under `health` are those of
/// unit_counts(); a page that names none counts functions.
void survey_candidates(const std::vector<FileRecord>& records, const CallGraph& calls,
                       const RuleSet& rules, const Options& options, SuppressionBook& suppressions,
                       ProjectFacts& project);

/// The names `health.units` may have.
std::vector<std::string> unit_count_names();

}  // namespace stackfit
