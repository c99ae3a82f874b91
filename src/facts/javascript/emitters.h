#pragma once
#include <vector>

#include "facts/rules/analyses.h"

namespace stackfit {

/// Finds streams, requests and child processes that nobody listens to for errors: made by a
/// function of the emitter table, and neither heard nor handed to anybody who might. Slot `maker`.
void find_unheard_emitters(const FileView& file, const Rule& rule, std::vector<AnalysisHit>& hits);

}  // namespace stackfit
