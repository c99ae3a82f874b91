#pragma once
#include <chrono>
#include <cstddef>

#include "cli/console.h"

namespace stackfit {

/// One line on standard error while long work runs, gone when it is done. Silent unless standard
/// error is a terminal that wants it.
class Progress {
 public:
  explicit Progress(const Console& console) : shown_(console.show_progress) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }

  /// `done` of `all` files are analysed.
  void update(std::size_t done, std::size_t all);
  void clear();

 private:
  bool shown_;
  bool dirty_ = false;  // something stands on the line
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_ = start_;
};

}  // namespace stackfit
