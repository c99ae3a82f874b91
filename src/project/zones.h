#pragma once
#include <string_view>

#include "project/project_facts.h"

namespace stackfit {

/// What kind of code a path holds, by the names in it (rules/data/zones.toml). The path is relative
/// to the scanned root, so a repository that itself lies below a folder called `test` is unharmed.
Zone zone_of(std::string_view path);

/// `product`, `test`, `example`, `docs`, `vendored` or `generated`.
std::string_view name_of(Zone zone);

}  // namespace stackfit
