#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "project/baseline.h"

namespace stackfit {

/// Where a baseline lies unless an option says otherwise, relative to the scanned root.
inline constexpr std::string_view kBaselineName = "stackfit-baseline.json";

/// Reads the text of a baseline. `path` is for errors: kConfig, with the line.
Result<std::vector<BaselineEntry>> parse_baseline(std::string_view text, const std::string& path);

/// The text of a baseline: sorted, one entry a line, so that git merges it.
std::string format_baseline(std::vector<BaselineEntry> entries);

}  // namespace stackfit
