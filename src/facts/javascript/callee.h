#pragma once
#include <string>
#include <string_view>

#include "facts/javascript/imports.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// What stands before the parentheses of a call, as names.
struct Callee {
  std::string_view last;         ///< `readFile` of `fs.readFile`; the imported name of an alias
  std::string_view receiver;     ///< `fs`; of `a().b` it is `a`
  std::string_view root;         ///< leftmost name: a package if an import bound it, `this`, or ""
  bool member = false;           ///< `x.last(…)` and not `last(…)`
  bool receiver_called = false;  ///< `a().last(…)`
  bool called = false;           ///< the callee is itself a call: `last(…)(…)`
  bool by_call = false;          ///< `x.last.call(this, …)`: the arguments stand one further
  bool function = false;         ///< the callee is a function expression
  bool imported = false;         ///< the root was bound by an import
};

/// Reads the callee of a call or `new` expression, seen through wrappers and optional calls.
Callee callee_of(const SyntaxTree& tree, const ModuleNames& modules, NodeId call);

}  // namespace stackfit
