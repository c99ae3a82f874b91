#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stackfit {

/// How many single-byte insertions, deletions, replacements and swaps of neighbours turn one text
/// into the other (optimal string alignment). Costs |a| × |b|: for names, not for documents.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate a misspelt name most likely meant; "" when none is near enough (a third of its
/// letters). Ties go to the first.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

/// `did you mean "callback-nesting"?`, or "" when nothing is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace stackfit
