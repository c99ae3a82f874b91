#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace stackfit {

/// The hash of a text, the same for a string and for a view of it.
struct HashText {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

/// A set of names, and a table by name, that are asked with string views: for names that are looked
/// up often. They have no order to print in.
using NameSet = std::unordered_set<std::string, HashText, std::equal_to<>>;
template <class Value>
using NameMap = std::unordered_map<std::string, Value, HashText, std::equal_to<>>;

}  // namespace stackfit
