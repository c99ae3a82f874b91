#pragma once
#include <span>
#include <string>

#include "facts/javascript/callbacks.h"

namespace stackfit {

/// The id of the advice (rules/data/callback-remedies.toml) for a chain of a shape. `links` are the
/// callbacks of the chain, outermost first.
std::string remedy_of(const SyntaxTree& tree, const ModuleNames& modules,
                      const CallbackKinds& kinds, const std::string& shape,
                      std::span<const CallbackFact> links);

}  // namespace stackfit
