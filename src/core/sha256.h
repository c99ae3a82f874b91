#pragma once
#include <string>
#include <string_view>

namespace stackfit {

/// SHA-256 (FIPS 180-4) in 64 hex digits: for keys that nobody may make collide.
std::string sha256(std::string_view bytes);

}  // namespace stackfit
