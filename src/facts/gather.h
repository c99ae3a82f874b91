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

struct CacheUse;

/// How files are spread over the machine.
enum class Isolation : std::uint8_t {
  kProcesses,  ///< disposable forked workers: the default, safe on hostile input
  kThreads,    ///< the same work in threads of this process: only to measure the cost of isolation
  kInline,     ///< one after the other, here: tests on trusted input
};

struct GatherOptions {
  unsigned jobs = 0;  ///< workers; 0 = one per core this process may use
  Isolation isolation = Isolation::kProcesses;
  CacheUse* cache = nullptr;  ///< facts of earlier runs (facts/facts_cache.h); null: none
  /// Called with files done and files in all: at most ten times a second, and at the end. May be
  /// empty.
  std::function<void(std::size_t done, std::size_t all)> progress;
  /// For tests of robustness, empty otherwise: called where a file is about to be analysed, with
  /// the descriptor results are written to (-1 outside of processes).
  std::function<void(const Entry& entry, int results)> before_file;
};

/// Cores this process may use, at least 1.
unsigned usable_cores();

/// Reads and analyses every interesting entry. Returns one record per entry, in the entries' order,
/// whatever happens to a worker: a file is analysed, or `lost` with the reason.
std::vector<FileRecord> gather_facts(const Tree& tree, const std::vector<Entry>& entries,
                                     const AnalysisContext& context, const GatherOptions& options);

/// The same for another state of a tree that was gathered already: a file with the same path and
/// content (blob id) has the same facts, and is not read again.
std::vector<FileRecord> gather_changed(const Tree& tree, const std::vector<Entry>& entries,
                                       const std::vector<FileRecord>& known,
                                       const AnalysisContext& context,
                                       const GatherOptions& options);

}  // namespace stackfit
