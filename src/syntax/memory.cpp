// The parser asks for memory about once for each inner node of a tree, and gives it back file by
// file: a list of free blocks for each size answers that at a fifth of malloc()'s price (7 % of a
// cold run). Blocks stay with their list until the process ends, which workers do soon; large ones
// are malloc()'s. The lists have no lock: use_parser_pool() is for programs that parse in one
// thread of each process. AddressSanitizer cannot see into them: under it everything is malloc()'s.
#include "syntax/memory.h"

#include <tree_sitter/api.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

namespace stackfit {
namespace {

// Whether this process said use_parser_pool().
bool& uses_pool() {
  static bool used = false;
  return used;
}

// tree-sitter itself would abort as well; here the status says why.
void* checked(void* memory, std::size_t bytes) {
  if (!memory && bytes > 0) _exit(kOutOfMemoryStatus);
  return memory;
}

void* malloc_checked(std::size_t bytes) {
  return checked(std::malloc(bytes), bytes);
}
void* calloc_checked(std::size_t count, std::size_t bytes) {
  return checked(std::calloc(count, bytes), count * bytes);
}
void* realloc_checked(void* memory, std::size_t bytes) {
  return checked(std::realloc(memory, bytes), bytes);
}

#ifndef __SANITIZE_ADDRESS__

constexpr std::size_t kStep = 16, kSteps = 64, kChunkBytes = 256 << 10;

// Stands before every block; `steps` is its size in steps, header included, or 0: malloc()'s.
struct Header {
  std::uint64_t steps;
};
struct Block {
  Header header;
  Block* next;
};

struct Lists {
  std::array<Block*, kSteps + 1> free = {};
  char* chunk = nullptr;
  std::size_t left = 0;
};

Lists& lists() {
  static Lists all;
  return all;
}

Block* carve(std::size_t bytes) {
  Lists& all = lists();
  if (all.left < bytes) {
    all.chunk = static_cast<char*>(checked(std::malloc(kChunkBytes), kChunkBytes));
    all.left = kChunkBytes;
  }
  auto* block = reinterpret_cast<Block*>(all.chunk);
  all.chunk += bytes;
  all.left -= bytes;
  return block;
}

void* allocate(std::size_t bytes) {
  std::size_t steps = (bytes + sizeof(Header) + kStep - 1) / kStep;
  Block* block = nullptr;
  if (bytes > kSteps * kStep - sizeof(Header)) {
    block = static_cast<Block*>(checked(std::malloc(bytes + sizeof(Header)), bytes));
    steps = 0;
  } else if (Block*& first = lists().free[steps]; first != nullptr) {
    block = first;
    first = block->next;
  } else {
    block = carve(steps * kStep);
  }
  block->header.steps = steps;
  return &block->header + 1;
}

Block* block_of(void* memory) {
  return reinterpret_cast<Block*>(static_cast<Header*>(memory) - 1);
}

void release(void* memory) {
  if (!memory) return;
  Block* block = block_of(memory);
  if (block->header.steps == 0) return std::free(block);
  Block*& first = lists().free[block->header.steps];
  block->next = first;
  first = block;
}

void* reallocate(void* memory, std::size_t bytes) {
  if (!memory) return allocate(bytes);
  Block* block = block_of(memory);
  std::size_t steps = block->header.steps;
  if (steps == 0) {
    block = static_cast<Block*>(checked(std::realloc(block, bytes + sizeof(Header)), bytes));
    return &block->header + 1;
  }
  if (bytes + sizeof(Header) <= steps * kStep) return memory;
  void* larger = allocate(bytes);
  std::memcpy(larger, memory, steps * kStep - sizeof(Header));
  release(memory);
  return larger;
}

void* allocate_zeroed(std::size_t count, std::size_t bytes) {
  std::size_t all = 0;
  if (__builtin_mul_overflow(count, bytes, &all)) _exit(kOutOfMemoryStatus);
  return std::memset(allocate(all), 0, all);
}

#endif

}  // namespace

void use_parser_pool() {
#ifndef __SANITIZE_ADDRESS__
  uses_pool() = true;
  ts_set_allocator(allocate, allocate_zeroed, reallocate, release);
#endif
}

void exit_when_memory_runs_out() {
  std::set_new_handler([] { _exit(kOutOfMemoryStatus); });
  if (!uses_pool()) ts_set_allocator(malloc_checked, calloc_checked, realloc_checked, std::free);
}

}  // namespace stackfit
