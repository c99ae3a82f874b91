#include "facts/worker_plan.h"

#include <algorithm>

namespace stackfit {
namespace {

constexpr std::uint64_t kBatchBytes = 64 << 10;
constexpr std::uint64_t kFileCost = 512;  // opening and closing it, in bytes of parsing

}  // namespace

WorkPlan plan_work(const std::vector<Entry>& entries, std::vector<std::uint32_t> wanted) {
  std::stable_sort(wanted.begin(), wanted.end(), [&](std::uint32_t a, std::uint32_t b) {
    return entries[a].size > entries[b].size;
  });
  WorkPlan plan{std::move(wanted), {}, 0};
  std::uint64_t cost = kBatchBytes;
  for (std::uint32_t at = 0; at < plan.order.size(); ++at) {
    std::uint64_t size = entries[plan.order[at]].size;
    std::uint64_t more = std::min(size, kBatchBytes) + kFileCost;
    bool full = cost + more > kBatchBytes || at - plan.batches.back().first >= kBatchFiles;
    if (full) {
      plan.batches.push_back({at, at});
      cost = 0;
    }
    cost += more;
    plan.batches.back().last = at + 1;
    if (size > kLargeFileBytes) ++plan.large;
  }
  return plan;
}

std::optional<Batch> claim(Dispatch& dispatch, const WorkPlan& plan, std::uint32_t who) {
  release_large(dispatch, who);
  std::uint32_t nobody = 0;
  if (dispatch.next_large < plan.large &&
      dispatch.large_owner.compare_exchange_strong(nobody, who + 1)) {
    std::uint32_t batch = dispatch.next_large.fetch_add(1);
    if (batch < plan.large) return plan.batches[batch];
    dispatch.large_owner = 0;
  }
  std::size_t batch = std::size_t{plan.large} + dispatch.next_small.fetch_add(1);
  if (batch < plan.batches.size()) return plan.batches[batch];
  return std::nullopt;
}

void release_large(Dispatch& dispatch, std::uint32_t who) {
  std::uint32_t owner = who + 1;
  dispatch.large_owner.compare_exchange_strong(owner, 0);
}

}  // namespace stackfit
