#pragma once
#include <set>
#include <vector>

#include "project/python/load_engine.h"

namespace stackfit {

/// One failing statement, and the imports that lead to it.
struct CycleFailure {
  LoadFailure failure;
  std::vector<ModuleId> triggers;  ///< modules of the circle that fail when they come first, sorted
  std::vector<ModuleId> starts;    ///< packages, tests and scripts that run into it, sorted
  std::vector<ModuleId> scripts;   ///< modules of the circle that run into it when started, sorted
  std::size_t circle = 0;          ///< which circle of imports it is
};

/// Plays every module of every circle of imports as the first one, and every script and test that
/// imports one of them. Sorted by module and line. Gives up quietly on very large projects after a
/// fixed number of loads.
std::vector<CycleFailure> find_cycle_failures(const LoadGraph& graph);

}  // namespace stackfit
