#pragma once
#include <cmath>

namespace stackfit {

/// `value` with so many decimals: reports say no more than they know, and equal results print
/// alike.
inline double round_to(double value, int decimals) {
  double scale = std::pow(10.0, decimals);
  double rounded = std::round(value * scale) / scale;
  return rounded == 0 ? 0 : rounded;  // no "-0"
}

}  // namespace stackfit
