#include "project/python/load_failures.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "project/zones.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostLoads = 60'000, kMostStarts = 200;

using Key = std::tuple<ModuleId, std::uint32_t, std::string>;

bool eager_edge(const ModuleEdge& edge) {
  return edge.eager;
}

bool starts_something(const LoadModule& module) {
  return module.source->python.main_guard_line != 0 || module.source->python.flat_script ||
         zone_of(module.path) == Zone::kTest;
}

void insert_sorted(std::vector<ModuleId>& all, ModuleId module) {
  auto at = std::lower_bound(all.begin(), all.end(), module);
  if (at == all.end() || *at != module) all.insert(at, module);
}

class Finder {
 public:
  explicit Finder(const LoadGraph& graph) : graph_(graph), edges_(graph.graph(true)) {}

  std::vector<CycleFailure> run() {
    for (const auto& component : cycles_of(edges_, eager_edge)) look_into(component);
    std::vector<CycleFailure> failures;
    for (auto& [key, failure] : found_) failures.push_back(std::move(failure));
    return failures;
  }

 private:
  void look_into(const std::vector<ModuleId>& component) {
    std::vector<bool> within(graph_.modules().size());
    for (ModuleId module : component) within[module] = true;
    std::size_t before = found_.size();
    for (ModuleId module : component) play(module, within, graph_.modules()[module].package);
    if (found_.size() == before) return;
    for (ModuleId start : starts_into(within)) {
      within[start] = true;
      play(start, within, true);
      within[start] = false;
    }
  }

  // Scripts and tests outside of the circle that import some of it.
  std::vector<ModuleId> starts_into(const std::vector<bool>& within) const {
    std::vector<ModuleId> starts;
    for (ModuleId module = 0; module < edges_.edges.size() && starts.size() < kMostStarts;
         ++module) {
      if (within[module] || !starts_something(graph_.modules()[module])) continue;
      const auto& edges = edges_.edges[module];
      if (std::any_of(edges.begin(), edges.end(),
                      [&](const ModuleEdge& edge) { return edge.eager && within[edge.to]; }))
        starts.push_back(module);
    }
    return starts;
  }

  void play(ModuleId module, const std::vector<bool>& within, bool real) {
    if (++loads_ > kMostLoads) return;
    LoadEngine engine(graph_, within);
    auto failure = engine.import_first(module);
    if (!failure.found()) return;
    Key key{failure.module, failure.line, failure.name};
    auto& known = found_[key];
    if (!known.failure.found()) known.failure = std::move(failure);
    insert_sorted(known.triggers, module);
    if (real) insert_sorted(known.starts, module);
  }

  const LoadGraph& graph_;
  const ModuleGraph edges_;
  std::map<Key, CycleFailure> found_;
  std::size_t loads_ = 0;
};

}  // namespace

std::vector<CycleFailure> find_cycle_failures(const LoadGraph& graph) {
  return Finder(graph).run();
}

}  // namespace stackfit
