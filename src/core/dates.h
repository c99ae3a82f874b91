#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace stackfit {

/// The day of a time in seconds since 1970, in UTC, as an ISO date. Times that no four-digit year
/// holds are its first or its last day.
std::string iso_date(std::int64_t seconds);

/// Days since 1970-01-01 of the ISO date a text begins with; -1 when it begins with none.
long days_of(std::string_view date);

}  // namespace stackfit
