#include "syntax/memory.h"

#include <tree_sitter/api.h>
#include <unistd.h>

#include <cstdlib>
#include <new>

namespace stackfit {
namespace {

void* checked(void* memory, std::size_t bytes) {
  if (!memory && bytes > 0) _exit(kOutOfMemoryStatus);
  return memory;
}
void* allocate(std::size_t bytes) {
  return checked(std::malloc(bytes), bytes);
}
void* allocate_zeroed(std::size_t count, std::size_t bytes) {
  return checked(std::calloc(count, bytes), count * bytes);
}
void* reallocate(void* memory, std::size_t bytes) {
  return checked(std::realloc(memory, bytes), bytes);
}

}  // namespace

void exit_when_memory_runs_out() {
  std::set_new_handler([] { _exit(kOutOfMemoryStatus); });
  ts_set_allocator(allocate, allocate_zeroed, reallocate, std::free);
}

}  // namespace stackfit
