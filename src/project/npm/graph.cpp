#include "project/npm/graph.h"

#include <algorithm>

namespace stackfit::npm {

Graph::Graph(const ManifestFacts& lock, const std::vector<bool>& marked)
    : lock_(lock),
      marked_(marked),
      seen_(lock.packages.size(), 0),
      parent_(lock.packages.size(), Reach::kNone) {}

std::vector<std::uint32_t> Graph::children(std::uint32_t package, bool through_peers) {
  std::vector<std::uint32_t> found;
  for (const Declared& edge : lock_.packages[package].dependencies) {
    if (budget_ == 0) break;
    --budget_;
    if (edge.locked == 0 || edge.locked > lock_.packages.size()) continue;
    if (edge.scope == DependencyScope::kDev) continue;  // of somebody else's development
    if (edge.scope == DependencyScope::kPeer && !through_peers) continue;
    if (!lock_.packages[edge.locked - 1].importer) found.push_back(edge.locked - 1);
  }
  return found;
}

template <class Visit>
void Graph::walk(std::vector<std::uint32_t> queue, bool through_peers, Visit visit) {
  for (std::size_t next = 0; next < queue.size(); ++next) {
    auto package = queue[next];
    if (!visit(package)) continue;
    for (auto child : children(package, through_peers)) {
      if (seen_[child] == walk_) continue;
      seen_[child] = walk_;
      parent_[child] = package;
      queue.push_back(child);
    }
  }
}

std::vector<std::uint32_t> Graph::way_to(std::uint32_t package) const {
  std::vector<std::uint32_t> way;
  for (auto at = parent_[package]; at != Reach::kNone; at = parent_[at]) way.push_back(at);
  std::reverse(way.begin(), way.end());
  return way;
}

std::vector<Cause> Graph::causes(std::uint32_t direct, bool through_peers) {
  std::vector<Cause> found;
  ++walk_;
  seen_[direct] = walk_;
  parent_[direct] = Reach::kNone;
  walk({direct}, through_peers, [&](std::uint32_t package) {
    if (marked_[package]) found.push_back({package, way_to(package), {}});
    return !marked_[package];
  });
  // What was not met so far comes only through a cause: the first one that reaches it owns it.
  for (Cause& cause : found)
    walk({cause.package}, through_peers, [&](std::uint32_t package) {
      if (marked_[package] && package != cause.package) cause.below.push_back(package);
      return true;
    });
  return found;
}

std::vector<Reach> Graph::reach(const std::vector<std::vector<std::uint32_t>>& groups) {
  std::vector<Reach> reached(lock_.packages.size());
  ++walk_;
  for (bool through_peers : {false, true}) {
    for (std::uint32_t group = 0; group < groups.size(); ++group) {
      std::vector<std::uint32_t> queue;
      for (auto root : groups[group]) {
        if (seen_[root] == walk_) continue;
        seen_[root] = walk_;
        parent_[root] = Reach::kNone;
        queue.push_back(root);
      }
      for (std::uint32_t i = 0; through_peers && i < reached.size(); ++i)
        if (reached[i].group == group) queue.push_back(i);
      walk(std::move(queue), through_peers, [&](std::uint32_t package) {
        if (reached[package].group == Reach::kNone) reached[package] = {parent_[package], group};
        return true;
      });
    }
  }
  return reached;
}

const std::vector<std::vector<std::uint32_t>>& Graph::reversed() {
  if (!reversed_.empty()) return reversed_;
  reversed_.resize(lock_.packages.size());
  for (std::uint32_t package = 0; package < lock_.packages.size(); ++package)
    for (auto child : children(package, true)) reversed_[child].push_back(package);
  return reversed_;
}

std::uint64_t Graph::count_ways(const std::vector<Reach>& reached, std::uint32_t package,
                                std::uint64_t most) {
  constexpr std::uint64_t kMostSteps = 20'000;
  const auto& parents = reversed();
  struct Step {
    std::uint32_t package;
    std::size_t next = 0;  // parent to try
  };
  std::vector<Step> way{{package}};
  std::vector<bool> on_way(lock_.packages.size());
  on_way[package] = true;
  auto is_root = [&](std::uint32_t node) {
    return reached[node].group != Reach::kNone && reached[node].parent == Reach::kNone;
  };
  std::uint64_t ways = is_root(package) ? 1 : 0;
  for (std::uint64_t steps = 0; !way.empty() && ways < most && steps < kMostSteps; ++steps) {
    Step& top = way.back();
    if (top.next == parents[top.package].size()) {
      on_way[top.package] = false;
      way.pop_back();
      continue;
    }
    auto parent = parents[top.package][top.next++];
    if (on_way[parent] || reached[parent].group == Reach::kNone) continue;
    if (is_root(parent)) ++ways;
    on_way[parent] = true;
    way.push_back({parent});
  }
  return ways;
}

}  // namespace stackfit::npm
