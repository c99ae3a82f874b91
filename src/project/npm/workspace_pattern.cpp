#include "project/npm/workspace_pattern.h"

#include "core/text.h"

namespace stackfit::npm {
namespace {

// Wildcard matching that goes back only to the last wildcard: linear per wildcard, no recursion.
// `equal(p, t)` compares two elements, `is_star(p)` says that element p of the pattern matches any
// run.
template <class IsStar, class Equal>
bool matches(std::size_t pattern_size, std::size_t text_size, IsStar is_star, Equal equal) {
  constexpr auto kNone = static_cast<std::size_t>(-1);
  std::size_t p = 0, t = 0, star = kNone, resume = 0;
  while (t < text_size) {
    if (p < pattern_size && is_star(p)) {
      star = p++;
      resume = t;
    } else if (p < pattern_size && equal(p, t)) {
      ++p;
      ++t;
    } else if (star != kNone) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern_size && is_star(p)) ++p;
  return p == pattern_size;
}

bool component_matches(std::string_view pattern, std::string_view name) {
  return matches(
      pattern.size(), name.size(), [&](std::size_t i) { return pattern[i] == '*'; },
      [&](std::size_t p, std::size_t t) { return pattern[p] == name[t] || pattern[p] == '?'; });
}

bool path_matches(std::string_view pattern, std::string_view folder) {
  if (pattern.starts_with("./")) pattern.remove_prefix(2);
  while (pattern.ends_with('/')) pattern.remove_suffix(1);
  auto wanted = split(pattern, '/'), parts = split(folder, '/');
  return matches(
      wanted.size(), parts.size(), [&](std::size_t i) { return wanted[i] == "**"; },
      [&](std::size_t p, std::size_t t) { return component_matches(wanted[p], parts[t]); });
}

}  // namespace

bool is_member(const std::vector<std::string>& patterns, std::string_view folder) {
  bool member = false;
  for (std::string_view pattern : patterns) {
    bool takes_back = pattern.starts_with('!');
    if (takes_back) pattern.remove_prefix(1);
    if (path_matches(pattern, folder)) member = !takes_back;
  }
  return member;
}

}  // namespace stackfit::npm
