#pragma once
#include <set>
#include <string_view>

#include "project/fit/fit_input.h"

namespace stackfit {

/// The product files that request, socket or job handlers can reach: those that hold one, and what
/// they import, and what that imports. An approximation by files, two levels deep.
std::set<std::string_view> reached_from_handlers(const FitInput& input);

}  // namespace stackfit
