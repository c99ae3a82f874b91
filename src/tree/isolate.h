#pragma once
#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>

#include "core/result.h"
#include "tree/unique_fd.h"

namespace stackfit {

/// What a disposable child process may use.
struct IsolationLimits {
  double cpu_seconds = 20;                    ///< rounded up to whole seconds
  double wall_seconds = 60;                   ///< from fork to the last byte of the result
  std::uint64_t memory_bytes = 1ull << 30;    ///< on top of what the child inherits
  std::uint64_t result_bytes = 256ull << 20;  ///< more is refused
};

/// Calls `work` in a forked child and returns the bytes it returned. The place for a library that
/// may loop, crash or abort on hostile input: the caller goes on whatever happens there. `work`
/// sees a copy of this process's memory and its open files; nothing it changes comes back but its
/// result, which is untrusted. Fails with kInput and a phrase that goes on a sentence ("crashed:
/// signal 11", "took longer than 60 s", "ran out of memory") when the child did not finish, and
/// with kIo when no child could be made. Leaves no process and no descriptor behind.
Result<std::string> run_isolated(const IsolationLimits& limits,
                                 const std::function<std::string()>& work);

/// What a freshly forked child does first: dies with `parent`, reads nothing from standard input,
/// dumps no core, takes signals as the system does by default and is held to CPU and memory limits.
/// Memory is limited as address space; sanitizers reserve terabytes of that, so with them the
/// parent has to watch `resident_bytes`. Ends the process when the parent is gone already.
void confine_child(pid_t parent, double cpu_seconds, std::uint64_t memory_bytes);

/// A pipe whose ends lie above the standard streams, which may be closed and which a confined child
/// replaces. False when the system grants none.
bool open_pipe(UniqueFd& reading, UniqueFd& writing);

/// True when built with AddressSanitizer: address space cannot be limited.
bool sanitized_build();

/// Resident memory of a process; 0 when it cannot be told (it has ended).
std::uint64_t resident_bytes(pid_t process);

}  // namespace stackfit
