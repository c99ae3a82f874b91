// The share of asynchronous callbacks that nest three deep separates eras of JavaScript: in
// projects written with callbacks and chains it is mostly 4 to 14 %, in those written with `await`
// below 3 %. The bands are borders between the two (measured on 54 public repositories), not a
// grade.
#include "project/async_style.h"

#include <algorithm>
#include <numeric>

namespace stackfit {
namespace {

// Nearest rank: the least depth that so much of the callbacks do not exceed.
std::uint32_t percentile(const AsyncStyle& style, std::uint64_t percent) {
  std::uint64_t rank = (style.callbacks * percent + 99) / 100, seen = 0;
  for (std::uint32_t depth = 0; depth < style.depth_histogram.size(); ++depth) {
    seen += style.depth_histogram[depth];
    if (seen >= rank) return depth;
  }
  return 0;
}

double share_from(const AsyncStyle& style, std::uint32_t depth) {
  std::uint64_t deep = 0;
  for (std::size_t at = depth; at < style.depth_histogram.size(); ++at)
    deep += style.depth_histogram[at];
  return static_cast<double>(deep) / static_cast<double>(style.callbacks);
}

std::string band_of(const RuleSettings& rule, double percent) {
  std::string band = "good";
  for (const char* name : {"watch", "poor", "bad"})
    if (percent > rule.number(name, 101)) band = name;
  return band;
}

}  // namespace

void describe_depths(AsyncStyle& style, const RuleSettings& rule) {
  const auto& histogram = style.depth_histogram;
  style.callbacks = std::accumulate(histogram.begin(), histogram.end(), std::uint64_t{0});
  if (style.callbacks == 0) return;
  style.median = percentile(style, 50);
  style.p90 = percentile(style, 90);
  style.p95 = percentile(style, 95);
  style.deep_from = static_cast<std::uint32_t>(rule.number("band_from", 3));
  style.deep = share_from(style, style.deep_from);
  style.very_deep = share_from(style, style.deep_from + 1);
  if (static_cast<double>(style.callbacks) >= rule.number("profile_sites", 1))
    style.band = band_of(rule, 100 * style.deep);
}

}  // namespace stackfit
