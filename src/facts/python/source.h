#pragma once
#include <cstdint>
#include <vector>

#include "facts/python/scopes.h"
#include "facts/source_facts.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// Learns what a Python file contributes to module resolution: its imports and what it takes from
/// them, the names it binds, how it can be started, how it changes sys.path.
void learn_python(const SyntaxTree& tree, SourceFacts& facts);

/// Under which circumstances a node runs: a sum of the flags below.
using PythonContext = std::uint8_t;
inline constexpr PythonContext kAlways = 0;
inline constexpr PythonContext kInFunction = 1;     ///< later than the module's own load
inline constexpr PythonContext kInMainGuard = 2;    ///< only in the main script
inline constexpr PythonContext kTypeOnly = 4;       ///< `if TYPE_CHECKING:`
inline constexpr PythonContext kImportGuarded = 8;  ///< a failed import is survived
inline constexpr PythonContext kConditional = 16;   ///< a fallback, or only on some platform
inline constexpr PythonContext kProbed = 32;        ///< a missing attribute is survived

/// The circumstances of every node of the tree.
std::vector<PythonContext> python_contexts(const SyntaxTree& tree);

/// What the handlers of a `try` survive: kImportGuarded, kProbed, both or kAlways.
PythonContext handled_context(const SyntaxTree& tree, NodeId try_statement);

/// Fills `events`. Needs the imports, and what the names of the file are bound to.
void learn_load_events(const SyntaxTree& tree, const std::vector<PythonContext>& contexts,
                       const PythonScopes& scopes, SourceFacts& facts);

/// Is this `if` the main guard: `__name__ == "__main__"`, either way round?
bool is_main_guard(const SyntaxTree& tree, NodeId if_statement);

/// Fills `imports`, with the names and attributes taken from each.
void learn_python_imports(const SyntaxTree& tree, const std::vector<PythonContext>& contexts,
                          SourceFacts& facts);

/// Fills `unimportable`: import statements that no parser accepts, as far as their names go.
void learn_unimportable(const SyntaxTree& tree, PythonFacts& facts);

/// Fills `django_apps` and `django_configs`.
void learn_django(const SyntaxTree& tree, PythonFacts& facts);

/// Fills `search_path`.
void learn_search_path(const SyntaxTree& tree, const std::vector<PythonContext>& contexts,
                       PythonFacts& facts);

}  // namespace stackfit
