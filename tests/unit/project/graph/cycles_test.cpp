#include <algorithm>
#include <random>
#include <set>

#include "project/graph/module_graph.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

bool any_edge(const ModuleEdge&) {
  return true;
}

ModuleGraph graph_of(std::uint32_t modules, const std::vector<std::pair<int, int>>& edges) {
  ModuleGraph graph;
  for (std::uint32_t i = 0; i < modules; ++i)
    graph.modules.push_back("m" + std::to_string(100'000 + i));
  graph.edges.resize(modules);
  for (auto [from, to] : edges)
    add_edge(graph, static_cast<std::uint32_t>(from), {static_cast<std::uint32_t>(to), 1});
  return graph;
}

// Which modules reach which, by trying everything (Warshall).
std::vector<std::vector<bool>> reach(const ModuleGraph& graph) {
  std::size_t n = graph.modules.size();
  std::vector<std::vector<bool>> reached(n, std::vector<bool>(n, false));
  for (std::size_t i = 0; i < n; ++i)
    for (const auto& edge : graph.edges[i]) reached[i][edge.to] = true;
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        if (reached[i][k] && reached[k][j]) reached[i][j] = true;
  return reached;
}

}  // namespace

TEST_CASE("components are the groups in which all modules reach each other, in random graphs") {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    auto modules = 2 + random() % 12;
    std::vector<std::pair<int, int>> edges;
    for (auto i = random() % 24; i > 0; --i) {
      auto from = static_cast<int>(random() % modules), to = static_cast<int>(random() % modules);
      if (from != to) edges.emplace_back(from, to);
    }
    auto graph = graph_of(static_cast<std::uint32_t>(modules), edges);
    auto reached = reach(graph);
    std::set<std::vector<std::uint32_t>> expected, found;
    for (std::uint32_t i = 0; i < modules; ++i) {
      std::vector<std::uint32_t> group;
      for (std::uint32_t j = 0; j < modules; ++j)
        if (i == j || (reached[i][j] && reached[j][i])) group.push_back(j);
      if (group.size() > 1) expected.insert(group);
    }
    for (const auto& component : cycles_of(graph, any_edge)) {
      found.insert(component);
      auto way = shortest_cycle(graph, component, any_edge);
      REQUIRE(way.size() >= 2);
      for (std::size_t k = 0; k < way.size(); ++k) {
        auto to = way[(k + 1) % way.size()];
        const auto& out = graph.edges[way[k]];
        CHECK(std::any_of(out.begin(), out.end(), [&](const auto& e) { return e.to == to; }));
      }
      std::size_t left = component.size();
      for (const auto& cut : best_cuts(graph, component, any_edge, 3)) {
        CHECK(cut.left < left);
        left = cut.left;
        std::erase_if(graph.edges[cut.from], [&](const auto& e) { return e.to == cut.to; });
      }
    }
    CHECK(found == expected);
  }
}

TEST_CASE("the shortest way round is the shortest, and begins with its smallest module") {
  auto graph = graph_of(6, {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {3, 5}, {5, 4}, {4, 3}});
  auto components = cycles_of(graph, any_edge);
  REQUIRE(components.size() == 1);
  CHECK(shortest_cycle(graph, components[0], any_edge) == std::vector<std::uint32_t>{3, 5, 4});
}

TEST_CASE("one import that closes every circle is the one to cut") {
  // A hub: everybody imports 0, and 0 imports 1 alone.
  auto graph = graph_of(5, {{0, 1}, {1, 2}, {1, 3}, {1, 4}, {2, 0}, {3, 0}, {4, 0}});
  auto cuts = best_cuts(graph, cycles_of(graph, any_edge)[0], any_edge, 3);
  REQUIRE(cuts.size() == 1);
  CHECK(cuts[0].from == 0);
  CHECK(cuts[0].to == 1);
  CHECK(cuts[0].left == 0);
}

TEST_CASE("edges that do not count and modules outside leave no circle") {
  auto graph = graph_of(3, {{0, 1}, {1, 0}, {1, 2}, {2, 1}});
  graph.edges[1][0].eager = false;
  auto eager = [](const ModuleEdge& edge) { return edge.eager; };
  CHECK(cycles_of(graph, eager).size() == 1);
  CHECK(cycles_of(graph, any_edge, {true, false, true}).empty());
}

TEST_CASE("a circle through 50,000 modules needs no recursion") {
  std::vector<std::pair<int, int>> edges;
  for (int i = 0; i < 50'000; ++i) edges.emplace_back(i, (i + 1) % 50'000);
  auto graph = graph_of(50'000, edges);
  auto components = cycles_of(graph, any_edge);
  REQUIRE(components.size() == 1);
  CHECK(components[0].size() == 50'000);
}

TEST_CASE("two imports of one module count as the stricter one") {
  auto graph = graph_of(2, {});
  add_edge(graph, 0, {1, 9, false, false});
  add_edge(graph, 0, {1, 3, true, true});
  add_edge(graph, 0, {1, 1, true, false});
  REQUIRE(graph.edges[0].size() == 1);
  CHECK(graph.edges[0][0].line == 3);
  CHECK(graph.edges[0][0].needed);
}
