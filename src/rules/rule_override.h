#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/finding.h"
#include "tree/ignore.h"

namespace stackfit {

/// What a user changes about one rule.
struct RuleOverride {
  std::string rule;
  std::optional<bool> enabled;
  std::optional<Severity> severity;         ///< of all its findings
  std::map<std::string, double> threshold;  ///< by the rule's own names
  std::string where;                        ///< `stackfit.toml:3`, for error messages
};

/// Changes for findings in some paths alone.
struct PathOverride {
  /// .gitignore syntax, relative to the scanned root. The last one that means a file or a folder
  /// above it decides; `!` takes back, also inside a folder that an earlier one means.
  std::vector<std::string> paths;
  std::vector<RuleOverride> rules;
  std::string where;  ///< `stackfit.toml:3`
  std::string table;  ///< which table of which file said it: entries of one table are one override
};

/// A PathOverride that was found to be in order, ready to be asked.
struct PathRules {
  std::vector<PathPattern> paths;
  std::vector<RuleOverride> rules;
};

}  // namespace stackfit
