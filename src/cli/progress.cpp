#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

namespace stackfit {
namespace {

using namespace std::chrono_literals;
constexpr auto kFirst = 300ms;  // quick runs never flicker
constexpr auto kEvery = 100ms;

void show(std::string_view text) {
  auto ignored = write(STDERR_FILENO, text.data(), text.size());
  static_cast<void>(ignored);  // progress is a courtesy
}

}  // namespace

void Progress::update(std::size_t done, std::size_t all) {
  if (!shown_ || all == 0) return;
  auto now = std::chrono::steady_clock::now();
  if (now - start_ < kFirst || now - last_ < kEvery) return;
  last_ = now;
  dirty_ = true;
  constexpr std::size_t kWidth = 24;
  auto filled = kWidth * done / all;
  std::string bar;
  for (std::size_t cell = 0; cell < kWidth; ++cell) bar += cell < filled ? "━" : "┄";
  show(fmt::format("\r\x1b[K  {} {:>3}%  {} of {} files", bar, 100 * done / all, done, all));
}

void Progress::clear() {
  if (dirty_) show("\r\x1b[K");
  dirty_ = false;
}

}  // namespace stackfit
