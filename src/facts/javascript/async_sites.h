#pragma once
#include <vector>

#include "facts/javascript/callbacks.h"
#include "facts/source_facts.h"

namespace stackfit {

/// Counts sites of the three styles of asynchronous code and the functions they stand in.
AsyncSites async_sites(const SyntaxTree& tree, const CallbackKinds& kinds,
                       const std::vector<CallbackFact>& facts);

}  // namespace stackfit
