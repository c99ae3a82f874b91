#include "core/dates.h"

#include <fmt/chrono.h>

#include <algorithm>
#include <ctime>

namespace stackfit {

std::string iso_date(std::int64_t seconds) {
  constexpr std::int64_t kEndOf9999 = 253'402'300'799;
  return fmt::format(
      "{:%Y-%m-%d}",
      fmt::gmtime(static_cast<std::time_t>(std::clamp<std::int64_t>(seconds, 0, kEndOf9999))));
}

}  // namespace stackfit
