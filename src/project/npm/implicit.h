#pragma once
#include <string_view>
#include <vector>

#include "project/npm/usage.h"

namespace stackfit::npm {

/// A module name that the host or a framework of the workspace hands out, so that nobody has to
/// declare it.
bool is_provided(const Usage& usage, std::size_t index, std::string_view module);

/// A package that others load by itself: no use of it can be expected to be seen.
bool is_companion(std::string_view package);

/// The commands a package installs, besides one of its own name.
std::vector<std::string> commands_of(std::string_view package);

}  // namespace stackfit::npm
