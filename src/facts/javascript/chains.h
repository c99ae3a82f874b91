#pragma once
#include <vector>

#include "facts/javascript/callbacks.h"
#include "facts/source_facts.h"

namespace stackfit {

/// One chain for every outermost asynchronous callback that has another one inside, in source
/// order: its deepest callback and the way to it. Chains that reach `advise_from` levels carry a
/// shape and a remedy.
std::vector<CallbackChain> callback_chains(const SyntaxTree& tree, const ModuleNames& modules,
                                           const CallbackKinds& kinds,
                                           const std::vector<CallbackFact>& facts,
                                           std::uint32_t advise_from);

}  // namespace stackfit
