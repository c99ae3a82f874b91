#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace stackfit {

/// The names in braces of a message: `{callee} blocks` has `callee`.
std::vector<std::string_view> slots_of(std::string_view message);

/// Code as it can stand in a message: blanks and line breaks as one blank, at most 60 bytes.
std::string quoted_code(std::string_view text);

}  // namespace stackfit
