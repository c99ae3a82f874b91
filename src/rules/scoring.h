#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "core/result.h"

namespace stackfit {

struct ScoreCategory {
  std::string id;
  double most = 0;  ///< points it can cost
};

struct GradeBorder {
  std::string letter;
  double from = 0;  ///< lowest score that earns it
};

/// The numbers of rules/data/scoring.toml.
struct Scoring {
  std::string version;
  double prior = 8;
  std::array<double, 3> severity_weight = {};  ///< by Severity
  double sure = 0.8;
  std::vector<ScoreCategory> categories;
  std::vector<GradeBorder> grades;  ///< best first

  double weight(Severity severity) const { return severity_weight[static_cast<int>(severity)]; }
};

/// Reads the text of scoring.toml. Fails with kConfig when a number or a table is missing.
Result<Scoring> parse_scoring(std::string_view text);

}  // namespace stackfit
