#pragma once
#include <vector>

#include "core/options.h"
#include "facts/source_facts.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// Every callback as ESLint's max-nested-callbacks counts it, in source order: depth 1 and more,
/// with the place ESLint reports. `mode` is kEslint (ESLint 10.6 and later) or kEslintClassic
/// (before 10.5); native mode has none. `constructors` counts arguments of `new` as well.
std::vector<ParityCallback> parity_callbacks(const SyntaxTree& tree, Parity mode,
                                             bool constructors);

}  // namespace stackfit
