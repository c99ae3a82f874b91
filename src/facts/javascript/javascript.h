#pragma once
#include "facts/reader.h"
#include "facts/source_facts.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// Parses a source file. JavaScript that does not parse (Flow types, most often) is parsed again as
/// TSX, and the tree with fewer errors is taken; TSX never comes first, because `<T>x` and some
/// plain JavaScript are errors there.
Result<SyntaxTree> parse_source(const FileInput& input, const Language& language);

/// Learns imports, callback chains, asynchronous sites and ESLint's callbacks from a tree of
/// JavaScript, TypeScript or TSX, and runs the rules of the context. Returns false when a limit
/// ended the search of some rule early.
bool read_javascript(const FileInput& input, const SyntaxTree& tree, SourceFacts& facts);

/// Learns only what callback nesting asks: imports, chains of callbacks, asynchronous sites.
/// Returns false when there were more chains than anybody reads.
bool read_callbacks(const FileInput& input, const SyntaxTree& tree, SourceFacts& facts);

/// The least depth of callbacks that can become a finding anywhere in the project.
std::uint32_t least_chain_depth(const RuleSet* rules);

}  // namespace stackfit
