#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stackfit {

/// One module importing another.
struct ModuleEdge {
  std::uint32_t to = 0;    ///< index of the module
  std::uint32_t line = 0;  ///< of the import
  bool eager = true;       ///< the import runs while the module is being loaded
  bool needed = false;     ///< and something of the other module is used while loading
};

/// The modules of a project and their imports of each other, whatever their language. Types leave
/// no edge: they are gone when the program runs.
struct ModuleGraph {
  std::vector<std::string> modules;            ///< paths, sorted
  std::vector<std::vector<ModuleEdge>> edges;  ///< by module; one for each pair, sorted by `to`

  /// Index of a path; modules.size() when there is none.
  std::uint32_t find(std::string_view path) const;
};

/// Adds an edge, or makes the one that is there stricter (eager, needed; the line of the stricter
/// one).
void add_edge(ModuleGraph& graph, std::uint32_t from, const ModuleEdge& edge);

/// Which edges count.
using EdgeFilter = bool (*)(const ModuleEdge&);

/// Strongly connected components with more than one module, each sorted, largest first (Tarjan
/// 1972, without recursion). `within`, unless empty, marks the modules that count.
std::vector<std::vector<std::uint32_t>> cycles_of(const ModuleGraph& graph, EdgeFilter counts,
                                                  const std::vector<bool>& within = {});

/// One shortest cycle inside a component, starting with its smallest module; among equals the
/// first one in order. The component must be strongly connected over the edges that count.
std::vector<std::uint32_t> shortest_cycle(const ModuleGraph& graph,
                                          const std::vector<std::uint32_t>& component,
                                          EdgeFilter counts);

/// An import that holds a component together.
struct Cut {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::uint32_t line = 0;
  std::size_t left =
      0;  ///< modules of the component still in a cycle without it and the cuts before
};

/// At most `most` imports whose removal shrinks the component most, one after the other, greedily.
/// Large components are judged by the imports on shortest cycles alone, which bounds the work.
std::vector<Cut> best_cuts(const ModuleGraph& graph, const std::vector<std::uint32_t>& component,
                           EdgeFilter counts, std::size_t most);

}  // namespace stackfit
