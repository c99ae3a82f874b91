#pragma once
#include <vector>

#include "facts/gather.h"
#include "project/graph/call_graph.h"
#include "project/project_facts.h"

namespace stackfit {

/// Fills in what the stack-fit verdict rests on: technologies, dimensions with their evidence,
/// runtimes with their roles, the share of foreign code.
void survey_fit(const std::vector<FileRecord>& records, const CallGraph& calls,
                ProjectFacts& project);

}  // namespace stackfit
