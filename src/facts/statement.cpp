#include "facts/statement.h"

namespace stackfit {
namespace {

constexpr int kMostAncestors = 4000;

bool holds_statements(Kind kind) {
  return kind == Kind::kProgram || kind == Kind::kModule || is_body(kind) ||
         kind == Kind::kSwitchCase || kind == Kind::kSwitchDefault || kind == Kind::kElseClause;
}

// JavaScript's `if (x) f();`: a statement without a block around it.
bool takes_statement(Kind kind) {
  return kind == Kind::kIfStatement || kind == Kind::kForStatement ||
         kind == Kind::kForInStatement || kind == Kind::kWhileStatement ||
         kind == Kind::kDoStatement || kind == Kind::kLabeledStatement;
}

bool is_clause(Kind kind) {
  return kind == Kind::kElifClause || kind == Kind::kExceptClause || kind == Kind::kCatchClause ||
         kind == Kind::kCaseClause || kind == Kind::kSwitchCase || kind == Kind::kSwitchDefault;
}

bool is_defined_thing(Kind kind) {
  return kind == Kind::kFunctionExpression || kind == Kind::kArrowFunction ||
         kind == Kind::kGeneratorFunction || kind == Kind::kClass || kind == Kind::kLambda;
}

// `const f = () => …`, `a.b = function () {}`, `{ f: () => … }`, `f = lambda: …`.
NodeId value_of(const SyntaxTree& tree, NodeId id) {
  switch (tree.kind(id)) {
    case Kind::kVariableDeclarator:
    case Kind::kPair:
    case Kind::kFieldDefinition:
    case Kind::kPublicFieldDefinition:
      return tree.child(id, Field::kValue);
    case Kind::kAssignmentExpression:
    case Kind::kAssignment:
      return tree.child(id, Field::kRight);
    default:
      return kNoNode;
  }
}

// `const`, `let` and `var` begin before the declarator; an assignment is its statement.
NodeId only_named_child(const SyntaxTree& tree, NodeId id) {
  NodeId found = kNoNode;
  for (NodeId at = tree.first_child(id); at != kNoNode; at = tree.next_sibling(at)) {
    if (!tree.named(at) || tree.kind(at) == Kind::kComment) continue;
    if (found != kNoNode) return kNoNode;
    found = at;
  }
  return found;
}

}  // namespace

bool is_body(Kind kind) {
  return kind == Kind::kStatementBlock || kind == Kind::kBlock || kind == Kind::kClassBody ||
         kind == Kind::kSwitchBody;
}

bool is_statement(const SyntaxTree& tree, NodeId id) {
  if (!tree.named(id) || tree.kind(id) == Kind::kComment) return false;
  Kind kind = tree.kind(id);
  if (is_clause(kind)) return true;
  NodeId up = tree.parent(id);
  if (up == kNoNode || is_body(kind) || kind == Kind::kElseClause) return false;
  Kind holder = tree.kind(up);
  Field field = tree[id].field;
  if (holds_statements(holder)) return field != Field::kValue;
  return takes_statement(holder) && (field == Field::kBody || field == Field::kConsequence);
}

NodeId statement_of(const SyntaxTree& tree, NodeId id) {
  for (int steps = 0; id != kNoNode && steps < kMostAncestors; ++steps, id = tree.parent(id))
    if (is_statement(tree, id)) return id;
  return kNoNode;
}

NodeId defined_value(const SyntaxTree& tree, NodeId value) {
  while (value != kNoNode && !is_defined_thing(tree.kind(value))) {
    Kind kind = tree.kind(value);
    if (kind != Kind::kParenthesizedExpression && kind != Kind::kAsExpression &&
        kind != Kind::kSatisfiesExpression)
      return kNoNode;
    value = tree.first_child(value);
    while (value != kNoNode && !tree.named(value)) value = tree.next_sibling(value);
  }
  return value;
}

bool is_declaration(const SyntaxTree& tree, NodeId id) {
  switch (tree.kind(id)) {
    case Kind::kFunctionDeclaration:
    case Kind::kGeneratorFunctionDeclaration:
    case Kind::kClassDeclaration:
    case Kind::kAbstractClassDeclaration:
    case Kind::kMethodDefinition:
    case Kind::kExportStatement:
    case Kind::kFunctionDefinition:
    case Kind::kClassDefinition:
    case Kind::kDecoratedDefinition:
      return true;
    case Kind::kLexicalDeclaration:
    case Kind::kVariableDeclaration:
    case Kind::kExpressionStatement: {
      NodeId only = only_named_child(tree, id);
      return only != kNoNode && is_declaration(tree, only);
    }
    default:
      return defined_value(tree, value_of(tree, id)) != kNoNode;
  }
}

bool is_declared(const SyntaxTree& tree, NodeId function) {
  if (is_declaration(tree, function)) return true;
  NodeId up = tree.parent(function);
  while (up != kNoNode && tree.kind(up) == Kind::kParenthesizedExpression) up = tree.parent(up);
  return up != kNoNode && defined_value(tree, value_of(tree, up)) == function;
}

}  // namespace stackfit
