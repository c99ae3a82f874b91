#pragma once
#include "core/result.h"
#include "facts/gather.h"
#include "report/trend.h"
#include "tree/history.h"

namespace stackfit {

/// Looks at every state of the history as audit() looks at one. A content is analysed once, in
/// however many states it stands.
Result<TrendReport> look_back(HistoryTrees& trees, const RuleSet& rules, const Options& options,
                              const GatherOptions& how);

}  // namespace stackfit
