#pragma once
#include <cstdint>
#include <string>

namespace stackfit {

/// The day of a time in seconds since 1970, in UTC, as an ISO date. Times that no four-digit year
/// holds are its first or its last day.
std::string iso_date(std::int64_t seconds);

}  // namespace stackfit
