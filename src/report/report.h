#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/options.h"
#include "core/result.h"
#include "judge/verdict.h"

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
  std::vector<Finding> fixed;  ///< findings no longer there, with --since
};

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
