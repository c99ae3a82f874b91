// Cycles of the module graph. A project that has grown around one has hundreds of them (NodeBB:
// 186 modules in a single component), so the component is what is reported, with the shortest way
// round it and the imports worth cutting, not each way round.
#include <algorithm>
#include <deque>
#include <limits>

#include "project/graph/module_graph.h"

namespace stackfit {
namespace {

constexpr std::uint32_t kUnseen = std::numeric_limits<std::uint32_t>::max();
// Tries of best_cuts: each costs a pass over the component's edges.
constexpr std::size_t kMostTried = 400, kMostWork = 40'000'000;

class Tarjan {
 public:
  Tarjan(const ModuleGraph& graph, EdgeFilter counts, const std::vector<bool>& within)
      : graph_(graph),
        counts_(counts),
        within_(within),
        order_(graph.modules.size(), kUnseen),
        low_(graph.modules.size(), 0),
        on_stack_(graph.modules.size(), false) {}

  std::vector<std::vector<std::uint32_t>> run() {
    for (std::uint32_t module = 0; module < graph_.modules.size(); ++module)
      if (is_inside(module) && order_[module] == kUnseen) explore(module);
    std::stable_sort(components_.begin(), components_.end(), [](const auto& a, const auto& b) {
      return a.size() != b.size() ? a.size() > b.size() : a.front() < b.front();
    });
    return std::move(components_);
  }

 private:
  struct Frame {
    std::uint32_t module;
    std::size_t next;
  };

  bool is_inside(std::uint32_t module) const { return within_.empty() || within_[module]; }

  void enter(std::uint32_t module) {
    order_[module] = low_[module] = time_++;
    stack_.push_back(module);
    on_stack_[module] = true;
    calls_.push_back({module, 0});
  }

  void explore(std::uint32_t root) {
    enter(root);
    while (!calls_.empty()) {
      auto& [module, next] = calls_.back();
      const auto& edges = graph_.edges[module];
      if (next < edges.size()) {
        const ModuleEdge& edge = edges[next++];
        if (!counts_(edge) || !is_inside(edge.to)) continue;
        if (order_[edge.to] == kUnseen)
          enter(edge.to);
        else if (on_stack_[edge.to])
          low_[module] = std::min(low_[module], order_[edge.to]);
      } else {
        leave();
      }
    }
  }

  void leave() {
    std::uint32_t module = calls_.back().module;
    calls_.pop_back();
    if (!calls_.empty()) {
      auto above = calls_.back().module;
      low_[above] = std::min(low_[above], low_[module]);
    }
    if (low_[module] != order_[module]) return;
    std::vector<std::uint32_t> component;
    std::uint32_t member = kUnseen;
    do {
      member = stack_.back();
      stack_.pop_back();
      on_stack_[member] = false;
      component.push_back(member);
    } while (member != module);
    std::sort(component.begin(), component.end());
    if (component.size() > 1) components_.push_back(std::move(component));
  }

  const ModuleGraph& graph_;
  EdgeFilter counts_;
  const std::vector<bool>& within_;
  std::vector<std::uint32_t> order_, low_, stack_;
  std::vector<bool> on_stack_;
  std::vector<Frame> calls_;
  std::uint32_t time_ = 0;
  std::vector<std::vector<std::uint32_t>> components_;
};

std::vector<bool> mask_of(const ModuleGraph& graph, const std::vector<std::uint32_t>& component) {
  std::vector<bool> mask(graph.modules.size(), false);
  for (auto module : component) mask[module] = true;
  return mask;
}

// The shortest way from a module back to itself; empty when it is longer than `limit` modules.
std::vector<std::uint32_t> way_round(const ModuleGraph& graph, std::uint32_t start,
                                     const std::vector<bool>& within, EdgeFilter counts,
                                     std::size_t limit) {
  std::vector<std::uint32_t> came_from(graph.modules.size(), kUnseen);
  std::deque<std::pair<std::uint32_t, std::size_t>> queue = {{start, 1}};
  while (!queue.empty()) {
    auto [module, length] = queue.front();
    queue.pop_front();
    if (length > limit) break;
    for (const ModuleEdge& edge : graph.edges[module]) {
      if (!counts(edge) || !within[edge.to]) continue;
      if (edge.to == start) {
        std::vector<std::uint32_t> way;
        for (auto at = module; at != start; at = came_from[at]) way.push_back(at);
        way.push_back(start);
        std::reverse(way.begin(), way.end());
        return way;
      }
      if (came_from[edge.to] != kUnseen) continue;
      came_from[edge.to] = module;
      queue.push_back({edge.to, length + 1});
    }
  }
  return {};
}

std::size_t in_cycles(const ModuleGraph& graph, EdgeFilter counts, const std::vector<bool>& mask) {
  std::size_t modules = 0;
  for (const auto& component : cycles_of(graph, counts, mask)) modules += component.size();
  return modules;
}

ModuleEdge* edge_between(ModuleGraph& graph, std::uint32_t from, std::uint32_t to) {
  auto& edges = graph.edges[from];
  auto at = std::find_if(edges.begin(), edges.end(),
                         [&](const ModuleEdge& edge) { return edge.to == to; });
  return at == edges.end() ? nullptr : &*at;
}

// The component alone, so that trying a cut costs no more than it must.
ModuleGraph part_of(const ModuleGraph& graph, const std::vector<std::uint32_t>& component,
                    EdgeFilter counts) {
  ModuleGraph part;
  for (auto module : component) part.modules.push_back(graph.modules[module]);
  part.edges.resize(component.size());
  for (std::uint32_t i = 0; i < component.size(); ++i)
    for (ModuleEdge edge : graph.edges[component[i]]) {
      auto at = std::lower_bound(component.begin(), component.end(), edge.to);
      if (!counts(edge) || at == component.end() || *at != edge.to) continue;
      edge.to = static_cast<std::uint32_t>(at - component.begin());
      part.edges[i].push_back(edge);
    }
  return part;
}

using Pair = std::pair<std::uint32_t, std::uint32_t>;

// Imports worth trying: those on the shortest way round from each module.
std::vector<Pair> candidates(const ModuleGraph& part, std::size_t edges) {
  const std::vector<bool> all(part.modules.size(), true);
  auto every = [](const ModuleEdge&) { return true; };
  std::vector<Pair> tried;
  std::size_t work = 0;
  for (std::uint32_t module = 0; module < part.modules.size(); ++module) {
    work += edges;
    if (work > kMostWork) break;
    auto way = way_round(part, module, all, every, part.modules.size());
    for (std::size_t i = 0; i < way.size(); ++i)
      tried.emplace_back(way[i], way[(i + 1) % way.size()]);
  }
  std::sort(tried.begin(), tried.end());
  tried.erase(std::unique(tried.begin(), tried.end()), tried.end());
  if (tried.size() > kMostTried) tried.resize(kMostTried);
  return tried;
}

}  // namespace

std::vector<std::vector<std::uint32_t>> cycles_of(const ModuleGraph& graph, EdgeFilter counts,
                                                  const std::vector<bool>& within) {
  return Tarjan(graph, counts, within).run();
}

std::vector<std::uint32_t> shortest_cycle(const ModuleGraph& graph,
                                          const std::vector<std::uint32_t>& component,
                                          EdgeFilter counts) {
  auto mask = mask_of(graph, component);
  std::vector<std::uint32_t> best;
  for (auto module : component) {
    auto way =
        way_round(graph, module, mask, counts, best.empty() ? component.size() : best.size() - 1);
    if (!way.empty() && (best.empty() || way.size() < best.size())) best = std::move(way);
    if (best.size() == 2) break;
  }
  std::rotate(best.begin(), std::min_element(best.begin(), best.end()), best.end());
  return best;
}

std::vector<Cut> best_cuts(const ModuleGraph& graph, const std::vector<std::uint32_t>& component,
                           EdgeFilter counts, std::size_t most) {
  ModuleGraph part = part_of(graph, component, counts);
  std::size_t edges = 0;
  for (const auto& row : part.edges) edges += row.size();
  auto tried = candidates(part, edges);
  auto every = [](const ModuleEdge&) { return true; };
  std::vector<Cut> cuts;
  std::size_t left = component.size(), work = 0;
  while (cuts.size() < most && left > 0) {
    Cut best;
    best.left = left;
    for (const auto& [from, to] : tried) {
      work += edges;
      ModuleEdge* edge = edge_between(part, from, to);
      if (work > kMostWork || edge == nullptr) continue;
      ModuleEdge kept = *edge;
      std::erase_if(part.edges[from],
                    [target = to](const ModuleEdge& e) { return e.to == target; });
      if (auto rest = in_cycles(part, every, {}); rest < best.left)
        best = {from, to, kept.line, rest};
      add_edge(part, from, kept);
    }
    if (best.left == left) break;
    std::erase_if(part.edges[best.from], [&](const ModuleEdge& e) { return e.to == best.to; });
    left = best.left;
    cuts.push_back({component[best.from], component[best.to], best.line, best.left});
  }
  return cuts;
}

}  // namespace stackfit
