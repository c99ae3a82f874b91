#pragma once
#include <string>
#include <vector>

#include "core/result.h"
#include "tree/git_data.h"
#include "tree/wire.h"

// Pieces of git's data between processes, for what is made of them.

namespace stackfit::wire {

void put_files(std::string& out, const std::vector<TrackedFile>& files);

/// Fails with kInput when a path is absolute, empty, has `..`, is out of order or comes twice, or
/// an id is none. Ids may be missing where that means something.
Result<std::vector<TrackedFile>> read_files(Source& source, bool ids_may_miss);

/// What encode_git_failure() wrote, its first byte apart.
Error read_failure(Source& source);

/// The error for bytes that mean nothing.
Error malformed();

bool is_object_id(std::string_view text);

/// The first byte of an encoded failure.
inline constexpr char kFailure = 'F';

}  // namespace stackfit::wire
