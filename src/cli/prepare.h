#pragma once
#include "cli/console.h"
#include "cli/invocation.h"
#include "cli/opened.h"
#include "core/result.h"
#include "facts/source_needs.h"
#include "report/report.h"

namespace stackfit {

/// What every command that scans needs: options that make sense together, and the rules with the
/// configuration applied.
struct Prepared {
  Options options;
  RuleSet rules;
  std::string revision = {};  ///< a commit to look at; empty: what is on disk
  std::string cache = {};     ///< folder; empty: no cache
  bool cache_wanted = false;  ///< somebody named it, and wants to hear that it cannot be used
  bool verbose = false;
  /// Some rules' findings alone are asked for, and nothing is said of health, fit or style.
  SourceNeeds needs = SourceNeeds::kEverything;
};

/// What can be refused is refused here, before the work: an unknown format or rule, a report that
/// cannot be written, a file that is not there. Fails with kUsage, kConfig, kInput or kIo.
Result<Prepared> prepare(const Invocation& invocation);

/// Opens the tree, or the two states that are compared, unless they are `opened` already, and runs
/// the pipeline.
Result<Report> make_report(const Prepared& prepared, const Console& console,
                           std::optional<Opened> opened = {});

}  // namespace stackfit
