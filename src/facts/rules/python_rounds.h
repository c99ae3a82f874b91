#pragma once
#include "facts/rules/file_view.h"

namespace stackfit {

/// Loops of no more rounds are none to rules about Python.
inline constexpr long kFewRounds = 10;
/// Stands for a number of rounds that the code does not show.
inline constexpr long kManyRounds = 1'000'000'000;

/// A list, set or dictionary comprehension, or a generator expression.
bool is_python_comprehension(Kind kind);

/// How often `for … in iterable` goes round at most; kManyRounds when the code does not say.
long most_rounds(const FileView& file, NodeId iterable);

/// The innermost loop or comprehension of its own function that runs a node more than ten times, as
/// far as the code shows; kNoNode when there is none. A round that certainly is the last one
/// (`break`, `return` behind it) does not count.
NodeId repeating_loop(const FileView& file, NodeId node);

}  // namespace stackfit
