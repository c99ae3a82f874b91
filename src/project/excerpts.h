#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/finding.h"
#include "tree/tree.h"

namespace stackfit {

/// What the source says where a finding stands, for formats that need more than a line and a column
/// in bytes. Speaks of the finding's first line alone: a region of many lines is shown in no pull
/// request that does not change all of them.
struct Excerpt {
  std::string line_hash;         ///< `line_hashes` of the first line; empty: it cannot be read
  std::string text;              ///< from `column` to `end_column`, raw bytes, cut
  std::uint32_t column = 0;      ///< UTF-16 units, from 1; 0: unknown
  std::uint32_t end_column = 0;  ///< exclusive, on the same line
  std::string line;              ///< all of it, raw bytes, cut
};

/// One excerpt for each finding, in their order. Every file is read once more, up to `max_bytes`;
/// one that is gone, too large or shorter than the finding says has empty excerpts.
std::vector<Excerpt> read_excerpts(const Tree& tree, const std::vector<Finding>& findings,
                                   std::uint64_t max_bytes);

}  // namespace stackfit
