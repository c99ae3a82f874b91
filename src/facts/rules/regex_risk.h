#pragma once
#include <string_view>
#include <vector>

#include "facts/rules/predicates.h"

namespace stackfit {

/// Can a backtracking engine take exponential time on this regular expression (JavaScript's or
/// Python's syntax)? True only for the plain cases: a repeated group that one text can fill in
/// several ways, with something behind it that can fail. `(a+)+$`, `(a|a)*b`, `(\w+\s*)*:`.
bool backtracks_exponentially(std::string_view pattern);

const std::vector<FilePredicate>& regex_predicates();

}  // namespace stackfit
