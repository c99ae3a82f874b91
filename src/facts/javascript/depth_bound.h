#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace stackfit {

/// What one pass over the characters of a JavaScript or TypeScript file can tell for sure.
struct DepthBound {
  std::uint32_t depth = 0;  ///< callbacks nest no deeper than this (CallbackChain::depth)
  bool awaits = false;      ///< an `await` stands in its code
};

/// Bounds the nesting of callbacks from above, without a parse. Nothing when the text holds
/// something that cannot be told apart this way (JSX, a slash that may divide or begin a regular
/// expression, brackets that do not match): then only a parse can say. `tests`: names of
/// functions that add no level where they are called by that name and the file gives it no value
/// (CallbackKinds::test_functions); at most 32 of them count.
std::optional<DepthBound> bound_callback_depth(std::string_view source,
                                               std::span<const std::string> tests);

}  // namespace stackfit
