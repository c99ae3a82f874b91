#pragma once
#include "facts/source_facts.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// Fills `functions` of a file whose imports are known: its functions and what each calls, as far
/// as a name says it. Values made by `new Users()` or declared as `users: Users` are known by their
/// class; functions given to something (`list.map(f)`, `app.get("/", f)`) are edges of their own.
void read_functions(const SyntaxTree& tree, SourceFacts& facts);

}  // namespace stackfit
