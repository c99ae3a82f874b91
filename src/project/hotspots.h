#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "facts/gather.h"
#include "project/project_facts.h"
#include "tree/history.h"

namespace stackfit {

/// A source file that is changed often and is large: where a fault is likely, and dear.
struct Hotspot {
  std::string path;
  std::uint32_t commits = 0;     ///< that changed it
  std::uint32_t code_lines = 0;  ///< now
  std::uint64_t findings = 0;    ///< now
  double score = 0;              ///< commits × lines of code, as a share of the largest: 0–1
  std::uint32_t authors = 0;
  std::string main_author;
  double main_share = 0;  ///< of the commits, 0–1
  std::int64_t last = 0;  ///< when it was changed last, seconds since 1970
  std::int64_t days = 0;  ///< from then to the newest commit
};

/// The files that were changed more than once, hottest first, at most `most`. Lines of code stand
/// for complexity: of simple measures they predict faults as well as any (Tornhill, Your Code as a
/// Crime Scene, 2015).
std::vector<Hotspot> find_hotspots(const History& history, const std::vector<FileRecord>& records,
                                   const ProjectFacts& project, std::size_t most);

}  // namespace stackfit
