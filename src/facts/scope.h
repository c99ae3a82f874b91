#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "facts/source_facts.h"
#include "syntax/syntax_tree.h"

// Who a finding is while the code around it moves: the names it stands in and the statement it
// stands on. Every rule takes both from here, so that a baseline means the same for all of them.

namespace stackfit {

/// A function, class or object that has a name, and what lies inside of it.
struct NamedScope {
  NodeId node = kNoNode;
  NodeId after = kNoNode;   ///< one past its last node
  std::uint32_t outer = 0;  ///< index of the scope around it, itself for the module
  std::uint32_t depth = 0;  ///< scopes around it
  std::uint32_t head = 0;   ///< of a deep one: the scope around it where long chains are cut
  std::string name;         ///< `Class`, `method`, `Class.method` where it is assigned like that
};

/// The named scopes of a file in source order; the first is the module, without a name.
using Scopes = std::vector<NamedScope>;

/// Finds the functions, classes and objects that a declaration, assignment, property or class gives
/// a name, in JavaScript, TypeScript and Python. One pass.
Scopes named_scopes(const SyntaxTree& tree);

/// The index of the innermost scope around a node, the node's own included.
std::uint32_t innermost_scope(const Scopes& scopes, NodeId node);

/// `Class.method`, `outer.inner`, `<module>` at the top: the names around a node, its own included.
/// What stands in a nameless function belongs to the named one around it.
std::string scope_chain(const Scopes& scopes, NodeId node);

/// Hash of the head of the statement a node stands on: its first tokens without blanks, comments,
/// decorators, bodies of functions and blocks, and without what formatters add and remove (quotes,
/// brackets around expressions, commas, semicolons). Never 0.
std::uint64_t statement_digest(const SyntaxTree& tree, NodeId node);

/// Sets scope and digest of a finding that stands on a node.
void identify(const SyntaxTree& tree, const Scopes& scopes, NodeId node, CandidateFinding& finding);

}  // namespace stackfit
