#pragma once
#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "tree/tree.h"

namespace stackfit {

/// Neighbours of a plan's order: positions `first` to `last`, exclusive.
struct Batch {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

/// Which files a run analyses, in portions that are worth handing out.
struct WorkPlan {
  std::vector<std::uint32_t> order;  ///< indices of entries, largest file first
  std::vector<Batch> batches;        ///< cut `order` without gaps
  std::uint32_t large = 0;           ///< leading batches that are one large file each
};

/// Files above this size are analysed one at a time over all workers: a syntax tree takes up to 200
/// bytes of memory for each byte of source.
inline constexpr std::uint64_t kLargeFileBytes = 1'000'000;
inline constexpr std::uint32_t kBatchFiles = 256;

/// Plans the analysis of the `wanted` entries: largest first, so that no long file starts last; in
/// batches of 64 KiB (counting 512 bytes more for each file) and at most 256 files.
WorkPlan plan_work(const std::vector<Entry>& entries, std::vector<std::uint32_t> wanted);

/// What has been handed out. Holds nothing but lock-free counters, so it works between threads and,
/// in shared memory, between processes.
struct Dispatch {
  std::atomic<std::uint32_t> next_large = 0;
  std::atomic<std::uint32_t> next_small = 0;
  std::atomic<std::uint32_t> large_owner = 0;  ///< 1 + the worker that has the large file
};

/// The next batch for worker number `who`, which is done with the one before; nothing when there is
/// no more for it.
std::optional<Batch> claim(Dispatch& dispatch, const WorkPlan& plan, std::uint32_t who);

/// Lets another worker have the large files, if `who` (which died) had them.
void release_large(Dispatch& dispatch, std::uint32_t who);

}  // namespace stackfit
