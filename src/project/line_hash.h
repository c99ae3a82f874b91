#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace stackfit {

/// GitHub code scanning's `primaryLocationLineHash` of the wanted lines (counted from 1): 16 or
/// fewer hex digits, `:`, and which line with that hash it is. A line the file does not have is
/// left out. `bytes` is the whole file; time is linear in it.
std::map<std::uint32_t, std::string> line_hashes(std::string_view bytes,
                                                 const std::set<std::uint32_t>& wanted);

}  // namespace stackfit
