#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace stackfit {

/// XXH3 of a text under a seed that each run draws anew: whoever names files and functions cannot
/// choose names that fall together. So no order of iteration may be seen outside.
std::size_t hash_of_text(std::string_view text);

/// The hash of a text, the same for a string and for a view of it.
struct HashText {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return hash_of_text(text); }
};

/// A set of names, and a table by name, that are asked with string views: for names that are looked
/// up often.
using NameSet = std::unordered_set<std::string, HashText, std::equal_to<>>;
template <class Value>
using NameMap = std::unordered_map<std::string, Value, HashText, std::equal_to<>>;

}  // namespace stackfit
