#include "facts/worker_protocol.h"

#include <sys/mman.h>

#include <cstring>
#include <new>

namespace stackfit {
namespace {

static_assert(std::atomic<std::uint32_t>::is_always_lock_free, "shared between processes");

struct FrameHeader {
  std::uint32_t entry = 0;
  std::uint32_t cpu_milliseconds = 0;
  std::uint32_t length = 0;
};

}  // namespace

std::unique_ptr<WorkerBoard> WorkerBoard::create(std::uint32_t workers) {
  constexpr std::size_t kSlots =
      (sizeof(Shared) + alignof(WorkerSlot) - 1) & ~(alignof(WorkerSlot) - 1);
  std::size_t bytes = kSlots + workers * sizeof(WorkerSlot);
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  std::unique_ptr<WorkerBoard> board(new WorkerBoard);
  board->memory_ = memory;
  board->bytes_ = bytes;
  board->shared_ = new (memory) Shared;
  auto* slots = static_cast<std::byte*>(memory) + kSlots;
  for (std::uint32_t worker = 0; worker < workers; ++worker)
    new (slots + worker * sizeof(WorkerSlot)) WorkerSlot;
  board->slots_ = reinterpret_cast<WorkerSlot*>(slots);
  return board;
}

WorkerBoard::~WorkerBoard() {
  munmap(memory_, bytes_);
}

void append_frame(std::string& buffer, const Frame& frame) {
  FrameHeader header{frame.entry, frame.cpu_milliseconds,
                     static_cast<std::uint32_t>(frame.record.size())};
  buffer.append(reinterpret_cast<const char*>(&header), sizeof header);
  buffer += frame.record;
}

void FrameReader::append(std::string_view bytes) {
  buffer_.erase(0, used_);
  used_ = 0;
  buffer_ += bytes;
}

std::optional<Frame> FrameReader::next() {
  FrameHeader header;
  std::string_view rest = std::string_view(buffer_).substr(used_);
  if (broken_ || rest.size() < sizeof header) return std::nullopt;
  std::memcpy(&header, rest.data(), sizeof header);
  rest.remove_prefix(sizeof header);
  broken_ = header.length > kMaxRecordBytes;
  if (broken_ || rest.size() < header.length) return std::nullopt;
  used_ += sizeof header + header.length;
  return Frame{header.entry, header.cpu_milliseconds, rest.substr(0, header.length)};
}

}  // namespace stackfit
