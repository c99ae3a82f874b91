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

/// All a writer may say. Writers compute nothing.
struct Report {
  Options options;
  ProjectFacts project;
  Verdict verdict;
  Gate gate;
  bool complete = true;
  std::string rules_digest;
  std::optional<ChangeSummary> change;  ///< with --since or --staged
  std::optional<BaselineUse> baseline;
  std::vector<Finding> fixed;  ///< findings no longer there, with --since or --staged
};

/// False for what nobody has to act on: findings suppressed in the code or listed by a baseline.
/// Reports count them; lists of things to do leave them out.
inline bool is_listed(const Finding& finding) {
  return finding.status != FindingStatus::kSuppressed && !finding.baselined;
}

/// How the sink wants its text.
struct Style {
  bool colour = false;
  std::size_t columns = 100;  ///< width of a terminal
  bool verbose = false;       ///< cap no list
};

/// One report format.
struct Writer {
  std::string_view format;
  std::string_view what;  ///< one line for --help
  std::string (*write)(const Report&, const RuleSet&, const Style&);
};

/// The table of formats.
const std::vector<Writer>& writers();
/// The writer of a format; null when there is none.
const Writer* find_writer(std::string_view format);

}  // namespace stackfit
