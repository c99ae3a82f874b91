#include "core/dates.h"

#include <fmt/chrono.h>

#include <algorithm>
#include <charconv>
#include <ctime>

#include "core/text.h"

namespace stackfit {

std::string iso_date(std::int64_t seconds) {
  constexpr std::int64_t kEndOf9999 = 253'402'300'799;
  return fmt::format(
      "{:%Y-%m-%d}",
      fmt::gmtime(static_cast<std::time_t>(std::clamp<std::int64_t>(seconds, 0, kEndOf9999))));
}

long days_of(std::string_view date) {
  date = date.substr(0, 10);
  if (!is_date(date)) return -1;
  auto number = [&](std::size_t at, std::size_t size) {
    long value = 0;
    std::from_chars(date.data() + at, date.data() + at + size, value);
    return value;
  };
  // Howard Hinnant's days_from_civil.
  long month = number(5, 2), year = number(0, 4) - (month <= 2 ? 1 : 0);
  long era = year / 400, year_of_era = year - era * 400;
  long day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + number(8, 2) - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

}  // namespace stackfit
