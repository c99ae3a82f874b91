#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace stackfit {

/// What one pass over the characters of a JavaScript or TypeScript file can tell for sure.
struct DepthBound {
  std::uint32_t depth = 0;  ///< callbacks nest no deeper than this (CallbackChain::depth)
  bool awaits = false;      ///< an `await` stands in its code
};

/// Bounds the nesting of callbacks from above, without a parse. Nothing when the text holds
/// something that cannot be told apart this way (JSX, a slash that may divide or begin a regular
/// expression, brackets that do not match): then only a parse can say. `known_tests`: describe, it
/// and their like add no level, as the built-in table of kinds has it.
std::optional<DepthBound> bound_callback_depth(std::string_view source, bool known_tests);

}  // namespace stackfit
