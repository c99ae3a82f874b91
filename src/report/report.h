#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/options.h"
#include "core/result.h"
#include "judge/verdict.h"
#include "project/baseline.h"
#include "project/change.h"
#include "project/excerpts.h"
#include "project/statistics.h"
#include "report/trend.h"

namespace stackfit {

/// One condition of the gate that failed.
struct GateFailure {
  std::string condition;  ///< `fail-on error`
  std::string limit;
  std::string value;
};

struct Gate {
  bool passed = true;
  std::vector<GateFailure> failed;
};

/// A source file that was analysed.
struct SourceFile {
  std::string path;
  std::string language;
  std::string zone;           ///< `product`, `test` …
  std::uint32_t lines = 0;    ///< of code
  std::uint32_t changes = 0;  ///< with a history: commits of it that changed the file
};

/// All a writer may say. Writers compute nothing.
struct Report {
  Options options;
  ProjectFacts project;
  std::vector<SourceFile> sources;  ///< sorted by path
  Verdict verdict;
  Gate gate;
  bool complete = true;
  std::string rules_digest;
  std::optional<ChangeSummary> change;  ///< with --since or --staged
  std::optional<BaselineUse> baseline;
  std::vector<Finding> fixed;  ///< findings no longer there, with --since or --staged
  /// Of `project.findings`, in their order; empty when no format of the run asks for them.
  std::vector<Excerpt> excerpts;
  std::optional<Statistics> statistics;  ///< with --statistics
  std::optional<TrendReport> history;    ///< with --history
};

/// False for what nobody has to act on: findings suppressed in the code or listed by a baseline.
/// Reports count them; lists of things to do leave them out.
inline bool is_listed(const Finding& finding) {
  return finding.status != FindingStatus::kSuppressed && !finding.baselined;
}

/// How the sink wants its text.
struct Style {
  bool colour = false;
  std::size_t columns = 100;     ///< width of a terminal
  bool verbose = false;          ///< cap no list
  std::size_t bytes_before = 0;  ///< what the target already holds, for formats that append
  std::string root;              ///< absolute path of the scanned folder, for azure alone
};

/// One report format.
struct Writer {
  std::string_view format;
  std::string_view what;  ///< one line for --help
  std::string (*write)(const Report&, const RuleSet&, const Style&);
  bool needs_source = false;  ///< uses `Report::excerpts`
  bool appends = false;       ///< `--output` adds to the file instead of replacing it
};

/// The table of formats.
const std::vector<Writer>& writers();
/// The writer of a format; null when there is none.
const Writer* find_writer(std::string_view format);

}  // namespace stackfit
