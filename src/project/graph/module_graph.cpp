#include "project/graph/module_graph.h"

#include <algorithm>
#include <tuple>

namespace stackfit {

std::uint32_t ModuleGraph::find(std::string_view path) const {
  auto at = std::lower_bound(modules.begin(), modules.end(), path);
  auto index = static_cast<std::uint32_t>(at - modules.begin());
  return at != modules.end() && *at == path ? index : static_cast<std::uint32_t>(modules.size());
}

void add_edge(ModuleGraph& graph, std::uint32_t from, const ModuleEdge& edge) {
  auto& edges = graph.edges[from];
  auto at = std::lower_bound(edges.begin(), edges.end(), edge.to,
                             [](const ModuleEdge& e, std::uint32_t to) { return e.to < to; });
  if (at == edges.end() || at->to != edge.to) {
    edges.insert(at, edge);
    return;
  }
  if (std::tuple(edge.needed, edge.eager) > std::tuple(at->needed, at->eager)) at->line = edge.line;
  at->eager = at->eager || edge.eager;
  at->needed = at->needed || edge.needed;
}

}  // namespace stackfit
