#pragma once
#include <vector>

#include "cli/console.h"
#include "cli/prepare.h"
#include "core/result.h"
#include "report/report.h"
#include "tree/history.h"

namespace stackfit {

/// How a project got to where it is, and how often each file was changed on the way.
struct Past {
  TrendReport trend;
  std::vector<FileHistory> files;  ///< sorted by path
};

/// Looks back as far as the question goes, with the run's rules and cache. Fails where there is no
/// history: no repository, no commit, git data that cannot be used.
Result<Past> look_into_past(const Prepared& prepared, const HistoryQuestion& question,
                            const Console& console);

/// Makes the history part of a report on the state it leads to.
void add_past(Past past, Report& report);

/// The same for `--history`, which asks for so many commits up to what the report is about. A
/// history that cannot be told is no reason to have no report: then it says why.
void add_history(const Prepared& prepared, unsigned commits, const Console& console,
                 Report& report);

}  // namespace stackfit
