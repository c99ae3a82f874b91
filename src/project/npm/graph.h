#pragma once
#include <cstdint>
#include <vector>

#include "facts/manifest_facts.h"

namespace stackfit::npm {

/// A package that needs a word, as seen from one direct dependency.
struct Cause {
  std::uint32_t package = 0;         ///< index in the lockfile
  std::vector<std::uint32_t> via;    ///< shortest way: the direct dependency … its parent
  std::vector<std::uint32_t> below;  ///< further such packages met behind this one only
};

/// How a package is reached from a workspace.
struct Reach {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::uint32_t parent = kNone;  ///< kNone: it is a root itself
  std::uint32_t group = kNone;   ///< of the roots it is reached from; kNone: not reached
};

/// Walks one lockfile's dependency graph, whose edges the reader resolved. Walks never enter
/// workspace members, which speak for themselves. All walks together are bounded by a budget of
/// steps, after which they come back with what they have.
class Graph {
 public:
  /// `marked[i]` says that package i needs a word. Both arguments must outlive the graph.
  Graph(const ManifestFacts& lock, const std::vector<bool>& marked);

  /// The marked packages met first on each way down from `direct` (itself, when it is marked),
  /// nearest first. Peer edges are followed only with `through_peers`.
  std::vector<Cause> causes(std::uint32_t direct, bool through_peers);

  /// Shortest ways from groups of roots; what an earlier group reaches belongs to it. The last
  /// round follows peer edges as well.
  std::vector<Reach> reach(const std::vector<std::vector<std::uint32_t>>& groups);

  /// The number of ways without repetition from any root to `package`, counted up to `most`.
  std::uint64_t count_ways(const std::vector<Reach>& reached, std::uint32_t package,
                           std::uint64_t most);

 private:
  std::vector<std::uint32_t> children(std::uint32_t package, bool through_peers);
  /// Breadth first from `queue`; `visit(node)` says whether to go on behind it.
  template <class Visit>
  void walk(std::vector<std::uint32_t> queue, bool through_peers, Visit visit);
  std::vector<std::uint32_t> way_to(std::uint32_t package) const;
  const std::vector<std::vector<std::uint32_t>>& reversed();

  const ManifestFacts& lock_;
  const std::vector<bool>& marked_;
  std::vector<std::uint32_t> seen_;    // number of the walk that saw a package last
  std::vector<std::uint32_t> parent_;  // on that walk
  std::uint32_t walk_ = 0;
  std::uint64_t budget_ = 20'000'000;
  std::vector<std::vector<std::uint32_t>> reversed_;
};

}  // namespace stackfit::npm
