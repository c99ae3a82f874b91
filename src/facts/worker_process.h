#pragma once
#include <sys/types.h>

#include "facts/worker.h"
#include "facts/worker_protocol.h"

namespace stackfit {

/// Where one worker process begins. `done` has one flag per entry: files that need no more work.
struct WorkerStart {
  const Job& job;
  const WorkPlan& plan;
  const std::vector<bool>& done;
  WorkerBoard& board;
  std::uint32_t number;  ///< its slot on the board
  Batch resume;          ///< what its predecessor left over; empty: nothing
  bool careful;          ///< send every result at once, for the next one might be fatal
  int results;           ///< the pipe to the supervisor
  pid_t supervisor;
};

/// The life of a worker in a freshly forked process: gives up what it does not need (environment,
/// terminal, core dumps, memory without end), works until there is nothing left to claim, exits.
[[noreturn]] void run_worker(const WorkerStart& start);

}  // namespace stackfit
