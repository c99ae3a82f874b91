#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace stackfit::npm {

/// True when `workspaces` of a package.json name the folder (relative to it): `*` stands for any
/// part of one path component, `**` for any number of components, `!` in front takes back.
bool is_member(const std::vector<std::string>& patterns, std::string_view folder);

}  // namespace stackfit::npm
