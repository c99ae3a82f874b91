#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stackfit {

/// A name of a slot and what goes in.
using Slots = std::vector<std::pair<std::string_view, std::string>>;

/// A page's message with `{name}` replaced by its value. Values are not looked into, so a value
/// that holds braces stays as it is; a slot without a value stays, too.
std::string fill_message(std::string_view message, const Slots& slots);

}  // namespace stackfit
