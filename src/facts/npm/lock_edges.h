#pragma once
#include <string>
#include <string_view>
#include <unordered_map>

#include "facts/manifest_facts.h"

// Two ways in which a lockfile says which package satisfies a requirement. Both fill
// `Declared::locked`.

namespace stackfit {

/// By folder, as Node looks for modules: `key` of every package is its folder. `links` says where
/// linked folders lead (`node_modules/a` → `packages/a`).
void follow_folders(ManifestFacts& lock,
                    const std::unordered_map<std::string_view, std::string>& links);

/// By descriptor, as yarn does: `key` of every package lists the `name@range` it stands for,
/// separated by ", ". Where a range was overridden the only package of that name is taken.
void follow_descriptors(ManifestFacts& lock);

}  // namespace stackfit
