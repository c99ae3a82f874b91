#pragma once
#include "facts/javascript/callback_kinds.h"
#include "facts/javascript/callee.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// How a function reaches the call that takes it.
enum class CallbackRole : std::uint8_t {
  kNone,      ///< it does not: declared, assigned, returned, or called on the spot
  kArgument,  ///< of a call
  kNew,       ///< of a constructor
  kJsx,       ///< value of a JSX attribute, or child of an element
};

/// The call that takes a function, and the way to it.
struct Consumer {
  CallbackRole role = CallbackRole::kNone;
  NodeId call = kNoNode;      ///< call_expression, new_expression or jsx_attribute
  NodeId argument = kNoNode;  ///< the direct argument through which the function flows
  NodeId key = kNoNode;       ///< innermost object key on the way
  NodeId array = kNoNode;     ///< innermost array on the way
  bool takes_error = false;   ///< an adapter on the way handles the error (`iferr`)
  Callee callee;
};

/// Follows a function, or a name of one, up to the call it flows into: through parentheses and
/// type casts, the branches of `?:`, the right side of `||`, `&&`, `??` and `=`, `.bind()`, arrays,
/// objects and adapters such as `debounce` (rules/data/callback-kinds.toml).
Consumer consumer_of(const SyntaxTree& tree, const ModuleNames& modules, const CallbackKinds& kinds,
                     NodeId function);

}  // namespace stackfit
