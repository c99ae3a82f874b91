#pragma once
#include <vector>

#include "facts/rules/analyses.h"

namespace stackfit {

/// Finds calls of a continuation (`cb`, `done`, `next` …) that can follow another call of it in the
/// same run of a function: slots `callback` and `first` (the line of the earlier call), which is
/// also `related`.
void find_double_calls(const FileView& file, const Rule& rule, std::vector<AnalysisHit>& hits);

}  // namespace stackfit
