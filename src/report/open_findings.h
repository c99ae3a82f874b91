#pragma once
#include <array>
#include <vector>

#include "report/report.h"

namespace stackfit {

/// A finding a team still has to answer for, with its excerpt (null: none was asked for or the
/// source could not be read).
struct OpenFinding {
  const Finding* finding = nullptr;
  const Excerpt* excerpt = nullptr;
};

/// All but the suppressed ones and those a baseline lists, in the report's order. What was there
/// before the change but in no baseline is open.
std::vector<OpenFinding> open_findings(const Report& report);

/// What CI shows of many findings.
struct Annotations {
  std::vector<OpenFinding> shown;            ///< in the report's order
  std::array<std::size_t, 3> left_out = {};  ///< by severity
};

/// The best ten of each severity: new before unchanged, spread over the files, in each file the
/// surest first. Runners keep ten of each kind a step and drop the rest in the order they come.
/// When some are left out, one notice fewer is chosen, so that a notice can say so.
Annotations pick_annotations(const Report& report);

/// `3 errors, 12 warnings`; "" when all are zero.
std::string counts_of(const std::array<std::size_t, 3>& by_severity);

/// How many of the findings have each severity.
std::array<std::size_t, 3> count_severities(const std::vector<OpenFinding>& findings);

}  // namespace stackfit
