#pragma once
#include <string>
#include <vector>

#include "facts/source_facts.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// Runs the call queries of rules/data/fit-calls-*.toml over a file whose imports are known, and
/// counts its handlers and async functions. Fills `signals` (in source order, at most each query's
/// cap) and `units`.
void read_fit_signals(const SyntaxTree& tree, SourceFacts& facts);

/// Queries that do not compile on a grammar they are for: `id language: why`. Empty in a sound
/// build.
std::vector<std::string> broken_fit_queries();

/// Does one call query match somewhere in a tree, imports and cheap tests apart? For the examples.
bool query_matches(std::string_view signal, const SyntaxTree& tree);

}  // namespace stackfit
