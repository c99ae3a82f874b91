#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tree/git_data.h"

namespace stackfit {

/// Reads the bytes of an index file of git, versions 2 to 4 with SHA-1 ids. `written` is when the
/// file was, in nanoseconds: times of entries no older than that are left out. Paths come as they
/// stand there, sorted bytewise, each once. Nothing when the bytes are broken, or hold what only
/// git's libraries should make sense of: a split or sparse index, an extension that must be
/// understood, an id of another kind.
std::optional<std::vector<TrackedFile>> parse_git_index(std::string_view bytes,
                                                        std::int64_t written);

}  // namespace stackfit
