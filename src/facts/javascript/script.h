#pragma once
#include <string>
#include <string_view>

#include "syntax/syntax_tree.h"

// The vocabulary of JavaScript and TypeScript trees that every analysis of them shares.

namespace stackfit {

/// A function that is a value: `function () {}`, `function* () {}`, `() => x`.
bool is_function_expression(Kind kind);
/// Any function with a body: expressions, declarations and methods.
bool is_function(Kind kind);
/// A node that only wraps its operand: parentheses, `x as T`, `x satisfies T`, `x!`, `<T>x`.
bool is_wrapper(Kind kind);

/// The node below wrappers.
NodeId unwrap(const SyntaxTree& tree, NodeId id);
/// The outermost wrapper around a node, or the node itself.
NodeId wrapped(const SyntaxTree& tree, NodeId id);

/// The first named child that is no comment, or kNoNode.
NodeId first_named(const SyntaxTree& tree, NodeId id);
/// The next named sibling that is no comment, or kNoNode.
NodeId next_named(const SyntaxTree& tree, NodeId id);

/// The text between the quotes of a string or of a template without substitutions, escapes as
/// written; "" for anything else.
std::string_view literal_text(const SyntaxTree& tree, NodeId id);

/// Names of a function's parameters; a destructured one has no name. `this: T` is no parameter.
struct Parameters {
  std::string_view first, second, last;
  unsigned count = 0;
};
Parameters parameters_of(const SyntaxTree& tree, NodeId function);
/// The name of the parameter at a place counted from 0, or "".
std::string_view parameter_at(const SyntaxTree& tree, NodeId function, unsigned index);

/// `(function () { … })()`, with or without `.call`: runs where it stands.
bool runs_at_once(const SyntaxTree& tree, NodeId function);
/// False for what tree-sitter takes for a call and JavaScript does not: the line after
/// `f = () => {}` that begins with `(`. An arrow function with a body ends its statement there.
bool is_real_call(const SyntaxTree& tree, NodeId call);
bool is_async(const SyntaxTree& tree, NodeId function);
bool is_generator(Kind kind);

/// The name that a variable, property, assignment or class member gives the value it holds:
/// `exports.a = …` and `this.a = …` give `a`, `A.prototype.b = …` gives `A.b`. "" for other values.
std::string held_name(const SyntaxTree& tree, NodeId value);

/// What people call a function: its own name, the variable or property it is assigned to, or
/// `Class.method`; `exports`, `this` and `prototype` are left out. "" for an anonymous one.
std::string function_name(const SyntaxTree& tree, NodeId function);

}  // namespace stackfit
