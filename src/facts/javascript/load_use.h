#pragma once
#include <vector>

#include "facts/source_facts.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// Sets `at_load` of every import whose value the module needs while it is being loaded: a name is
/// taken out of what `require` returns, or a local name of the import stands outside all functions.
/// Handing a module on (`module.exports = {a}`, `export {a}`) needs nothing of it. In TypeScript,
/// an import whose names stand in types alone becomes `type_only`: the compiler leaves it out.
void mark_load_use(const SyntaxTree& tree, std::vector<Import>& imports);

/// The line of the first `module.exports = …` outside functions; 0 when there is none. Whoever
/// requires the module later than that gets the whole of it.
std::uint32_t exports_line(const SyntaxTree& tree);

}  // namespace stackfit
