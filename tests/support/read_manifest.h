#pragma once
#include <string>
#include <string_view>

#include "facts/analyse.h"

namespace stackfit {

/// What the readers make of one manifest or lockfile.
inline FileFacts read_file(const std::string& path, std::string_view bytes) {
  AnalysisContext context;
  Entry entry;
  entry.path = path;
  entry.size = bytes.size();
  return analyse_file(context, entry, bytes);
}

inline ManifestFacts read_manifest(const std::string& path, std::string_view bytes) {
  auto facts = read_file(path, bytes);
  return facts.manifest ? *facts.manifest : ManifestFacts{};
}

/// The package with that key; an empty one when there is none.
inline LockedPackage package_at(const ManifestFacts& lock, std::string_view key) {
  for (const LockedPackage& package : lock.packages)
    if (package.key == key) return package;
  return {};
}

/// Where a requirement leads: the key of the package that satisfies it, `-` for none.
inline std::string edge_of(const ManifestFacts& lock, std::string_view key, std::string_view name) {
  for (const Declared& edge : package_at(lock, key).dependencies)
    if (edge.name == name) return edge.locked == 0 ? "-" : lock.packages[edge.locked - 1].key;
  return "no such requirement";
}

}  // namespace stackfit
