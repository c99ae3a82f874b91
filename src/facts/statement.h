#pragma once
#include "syntax/syntax_tree.h"

// Statements of both languages, and what is their head: what stands before and between the bodies.

namespace stackfit {

/// A block of statements: `{ … }` of a function or loop, a class body, an indented Python block.
bool is_body(Kind kind);

/// What stands in a body: a statement, a declaration, a member of a class; also a clause with a
/// head of its own (`elif`, `except`, `catch`) and the one statement of a loop without braces.
bool is_statement(const SyntaxTree& tree, NodeId id);

/// The innermost statement around a node, itself included; kNoNode when it stands in none, or in
/// one that is more than some thousand levels up.
NodeId statement_of(const SyntaxTree& tree, NodeId id);

/// A declaration of something with a body and a name: function, class, method, a variable, property
/// or member that is given one, an export, a decorated definition.
bool is_declaration(const SyntaxTree& tree, NodeId id);

/// The function, class or lambda that a value is, below parentheses and casts; kNoNode for other
/// values.
NodeId defined_value(const SyntaxTree& tree, NodeId value);

/// Is this function or class one that a declaration declares, and not a mere value?
bool is_declared(const SyntaxTree& tree, NodeId function);

}  // namespace stackfit
