#pragma once
#include <string>
#include <string_view>

namespace stackfit {

/// The id git gives to a file with these bytes: SHA-1 in 40 hex digits, computed with libgit2's
/// implementation, which notices known ways of making collisions. Empty when it notices one.
std::string blob_id(std::string_view bytes);

}  // namespace stackfit
