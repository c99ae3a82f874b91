#pragma once
#include <vector>

#include "facts/rules/analyses.h"

namespace stackfit {

/// Functions by what they hold themselves, JavaScript, TypeScript and Python alike: code lines
/// without those of functions inside them, so that a module's wrapper is not blamed for its
/// content. The rule's thresholds say from how many lines on.
void find_long_functions(const FileView& file, const Rule& rule, std::vector<AnalysisHit>& hits);

/// Statements that stand in many others of the same function (`if` in `for` in `try` …); `else if`
/// and `elif` add nothing. Reported at the innermost one. The thresholds count levels.
void find_deep_blocks(const FileView& file, const Rule& rule, std::vector<AnalysisHit>& hits);

}  // namespace stackfit
