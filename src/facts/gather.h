#pragma once
#include <functional>
#include <string>
#include <vector>

#include "facts/analyse.h"

namespace stackfit {

/// One file and what was learnt from it. `lost` says why there are no facts (crashed, time,
/// memory).
struct FileRecord {
  Entry entry;
  FileFacts facts;
  std::string lost;
};

/// How files are spread over the machine.
enum class Isolation : std::uint8_t {
  kProcesses,  ///< disposable forked workers: the default, safe on hostile input
  kThreads,    ///< the same work in threads of this process: only to measure the cost of isolation
  kInline,     ///< one after the other, here: tests on trusted input
};

struct GatherOptions {
  unsigned jobs = 1;
  Isolation isolation = Isolation::kProcesses;
  /// Called now and then with files done and files in all. May be empty.
  std::function<void(std::size_t done, std::size_t all)> progress;
};

/// Reads and analyses every interesting entry. Returns one record per entry, in the entries' order,
/// whatever happens to a worker.
std::vector<FileRecord> gather_facts(const Tree& tree, const std::vector<Entry>& entries,
                                     const AnalysisContext& context, const GatherOptions& options);

}  // namespace stackfit
