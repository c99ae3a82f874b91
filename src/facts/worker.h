#pragma once
#include <functional>
#include <string>
#include <vector>

#include "facts/gather.h"
#include "facts/worker_plan.h"

// The work itself, apart from where it is done: what gather_facts() asks of its workers.

namespace stackfit {

/// What every worker of one run knows.
struct Job {
  const Tree& tree;
  const std::vector<Entry>& entries;
  const AnalysisContext& context;
  const GatherOptions& options;
};

/// Reads and analyses one file. Never fails: FileFacts::lost says why there is nothing.
FileFacts analyse_entry(const Job& job, const AnalysisContext& context, const Entry& entry);

/// Takes over one file's facts, or the reason why they are lost. `index` is of Job::entries.
using Deliver = std::function<void(std::uint32_t index, FileFacts facts)>;

/// Does the `wanted` files in up to `jobs` disposable processes. `deliver` is called in this
/// process, exactly once for each of them, in any order. `tick` is called now and then.
void work_in_processes(const Job& job, const std::vector<std::uint32_t>& wanted, unsigned jobs,
                       const Deliver& deliver, const std::function<void()>& tick);

}  // namespace stackfit
