// Every lockfile of Python names what a package requires by its name; versions stand there only
// where markers split the project into several solutions, of which each has a row of its own.
#include "facts/python/locks.h"

#include <unordered_map>

#include "core/text.h"

namespace stackfit {
namespace {

// Solutions of one lockfile that hold different versions of one package; more say nothing new.
constexpr std::size_t kMostVersions = 8;

using Rows = std::vector<std::uint32_t>;  // 1 + index, in order

const Rows& rows_of(const std::unordered_map<std::string_view, Rows>& index,
                    std::string_view name) {
  static const Rows kNone;
  auto at = index.find(name);
  return at == index.end() ? kNone : at->second;
}

}  // namespace

std::string distribution_key(std::string_view name, std::string_view version) {
  return version.empty() ? std::string(name) : std::string(name) + "==" + std::string(version);
}

void follow_distributions(ManifestFacts& lock) {
  std::unordered_map<std::string_view, Rows> index;
  for (std::uint32_t i = 0; i < lock.packages.size(); ++i)
    if (Rows& rows = index[lock.packages[i].name]; rows.size() < kMostVersions)
      rows.push_back(i + 1);
  for (LockedPackage& package : lock.packages) {
    std::vector<Declared> edges;
    for (Declared& edge : package.dependencies) {
      const Rows& rows = rows_of(index, edge.name);
      bool found = false;
      for (auto row : rows) {
        bool exact = edge.range == "==" + lock.packages[row - 1].version;
        if (rows.size() > 1 && edge.range.starts_with("==") && !exact) continue;
        edges.push_back(edge);
        edges.back().locked = row;
        found = true;
      }
      if (!found) edges.push_back(std::move(edge));
    }
    package.dependencies = std::move(edges);
  }
}

}  // namespace stackfit
