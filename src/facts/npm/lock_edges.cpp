#include "facts/npm/lock_edges.h"

#include "core/text.h"

namespace stackfit {
namespace {

using Index = std::unordered_map<std::string_view, std::uint32_t>;

constexpr std::string_view kModules = "node_modules/";

// The folder in which the search goes on when `node_modules` of `folder` did not have it.
std::string_view folder_above(std::string_view folder) {
  if (auto at = folder.rfind("/node_modules/"); at != std::string_view::npos)
    return folder.substr(0, at);
  if (folder.starts_with(kModules)) return "";
  return folder_of(folder);
}

// The package Node finds for `name` from `folder`: 1 + its index, or 0.
std::uint32_t look_up(const Index& index, std::string_view folder, std::string_view name) {
  constexpr int kMostFolders = 64;
  for (int i = 0; i < kMostFolders; ++i) {
    auto at = index.find(join_path(folder, kModules).append(name));
    if (at != index.end()) return at->second + 1;
    if (folder.empty()) return 0;
    folder = folder_above(folder);
  }
  return 0;
}

constexpr std::uint32_t kSeveral = 0;  // packages of one name: none is "the only one"

std::string descriptor(const Declared& edge, std::string_view protocol) {
  return edge.name + "@" + std::string(protocol) + edge.range;
}

}  // namespace

void follow_folders(ManifestFacts& lock,
                    const std::unordered_map<std::string_view, std::string>& links) {
  Index index;
  for (std::uint32_t i = 0; i < lock.packages.size(); ++i) index[lock.packages[i].key] = i;
  auto through_link = [&](std::uint32_t found) {
    if (found == 0 || !lock.packages[found - 1].link) return found;
    auto link = links.find(lock.packages[found - 1].key);
    auto target = link == links.end() ? index.end() : index.find(link->second);
    return target == index.end() ? found : target->second + 1;
  };
  for (LockedPackage& package : lock.packages)
    for (Declared& edge : package.dependencies)
      edge.locked = through_link(look_up(index, package.key, edge.name));
}

void follow_descriptors(ManifestFacts& lock) {
  std::unordered_map<std::string, std::uint32_t> by_descriptor, by_name;
  for (std::uint32_t i = 0; i < lock.packages.size(); ++i) {
    const LockedPackage& package = lock.packages[i];
    std::string_view rest = package.key;
    while (!package.importer && !rest.empty()) {
      auto comma = rest.find(", ");
      by_descriptor.emplace(rest.substr(0, comma), i + 1);
      rest = comma == std::string_view::npos ? "" : rest.substr(comma + 2);
    }
    auto [at, only] = by_name.emplace(package.name, i + 1);
    if (!only) at->second = kSeveral;
  }
  auto find_in = [](const auto& map, const std::string& key) {
    auto at = map.find(key);
    return at == map.end() ? 0u : at->second;
  };
  for (LockedPackage& package : lock.packages)
    for (Declared& edge : package.dependencies) {
      edge.locked = find_in(by_descriptor, descriptor(edge, ""));
      if (edge.locked == 0) edge.locked = find_in(by_descriptor, descriptor(edge, "npm:"));
      if (edge.locked == 0) edge.locked = find_in(by_name, edge.name);
    }
}

}  // namespace stackfit
