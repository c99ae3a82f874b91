#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "facts/worker_plan.h"

// What a worker process and its supervisor say to each other: small numbers in shared memory (which
// file is in hand), and results over a pipe. The supervisor believes neither.

namespace stackfit {

/// What one worker publishes of itself.
struct alignas(64) WorkerSlot {
  std::atomic<std::uint32_t> current = 0;  ///< 1 + index of the entry in hand, 0 for none
  std::atomic<std::uint32_t> first = 0;    ///< its batch, as positions of the plan's order
  std::atomic<std::uint32_t> last = 0;
  std::atomic<std::uint32_t> sequence = 0;  ///< grows with each file begun
};

/// The memory all processes of a run share.
class WorkerBoard {
 public:
  /// Null when the kernel grants no memory.
  static std::unique_ptr<WorkerBoard> create(std::uint32_t workers);
  ~WorkerBoard();
  WorkerBoard(const WorkerBoard&) = delete;
  WorkerBoard& operator=(const WorkerBoard&) = delete;

  Dispatch& dispatch() { return shared_->dispatch; }
  /// CPU time a file may take from now on; told to workers so that a parser stops by itself.
  std::atomic<std::uint32_t>& file_cpu_milliseconds() { return shared_->file_cpu_milliseconds; }
  /// `worker` counts from 0 and is less than the number given to create().
  WorkerSlot& slot(std::uint32_t worker) { return slots_[worker]; }

 private:
  struct Shared {
    Dispatch dispatch;
    std::atomic<std::uint32_t> file_cpu_milliseconds = 0;
  };
  WorkerBoard() = default;
  void* memory_ = nullptr;
  std::size_t bytes_ = 0;
  Shared* shared_ = nullptr;
  WorkerSlot* slots_ = nullptr;
};

/// The most one file's encoded facts may take: several times those of the largest lockfiles.
/// Decoding takes up to 32 bytes of memory for each.
inline constexpr std::uint32_t kMaxRecordBytes = 32u << 20;

/// One result on its way to the supervisor.
struct Frame {
  std::uint32_t entry = 0;
  std::uint32_t cpu_milliseconds = 0;  ///< of a file that was lost to its own time limit, else 0
  std::string_view record;             ///< encode(FileFacts)
};

/// Appends a frame to a buffer. The record is at most kMaxRecordBytes.
void append_frame(std::string& buffer, const Frame& frame);

/// Cuts a worker's byte stream into frames. Holds no more than one frame and one read.
class FrameReader {
 public:
  void append(std::string_view bytes);
  /// The next whole frame, valid until the next call of append(); nothing while bytes are missing.
  std::optional<Frame> next();
  /// True once a length was over the cap: whatever follows is worthless.
  bool broken() const { return broken_; }

 private:
  std::string buffer_;
  std::size_t used_ = 0;
  bool broken_ = false;
};

}  // namespace stackfit
