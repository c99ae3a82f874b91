#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "facts/suppressions.h"

namespace stackfit {

/// Lines of a file, both included; 0, 0 for none.
struct LineRange {
  std::uint32_t from = 0, to = 0;
};

/// A comment that may hold directives, and what a plain `stackfit-ignore` in it speaks for.
struct PlacedComment {
  std::string_view text;               ///< with its marks
  std::uint32_t line = 0, column = 0;  ///< where it starts, from 1
  LineRange covers;
  bool at_top = false;  ///< nothing but comments stands above it
  std::string scope;
};

/// The suppressions that comments hold, given in source order: starts and ends paired, faults
/// noted, at most kMostSuppressions.
std::vector<Suppression> read_suppressions(const std::vector<PlacedComment>& comments);

}  // namespace stackfit
