#include "facts/python/scopes.h"

namespace stackfit {
namespace {

bool is_comprehension(Kind kind) {
  return kind == Kind::kListComprehension || kind == Kind::kSetComprehension ||
         kind == Kind::kDictionaryComprehension || kind == Kind::kGeneratorExpression;
}

// Does `parent` open a scope for this child? Names, decorators, bases and return types stand
// outside.
bool opens_scope(const SyntaxTree& tree, NodeId parent, NodeId id) {
  Kind kind = tree.kind(parent);
  Field field = tree[id].field;
  if (kind == Kind::kFunctionDefinition || kind == Kind::kLambda)
    return field == Field::kBody || field == Field::kParameters;
  if (kind == Kind::kClassDefinition) return field == Field::kBody;
  return is_comprehension(kind);
}

bool is_pattern_part(Kind kind) {
  return kind == Kind::kPatternList || kind == Kind::kTuplePattern || kind == Kind::kListPattern ||
         kind == Kind::kListSplatPattern || kind == Kind::kDictionarySplatPattern ||
         kind == Kind::kParenthesizedExpression || kind == Kind::kTuple || kind == Kind::kList;
}

// Does this identifier receive a value where it stands?
bool binds(const SyntaxTree& tree, NodeId id) {
  NodeId at = id, parent = tree.parent(id);
  while (parent != kNoNode && is_pattern_part(tree.kind(parent))) {
    at = parent;
    parent = tree.parent(parent);
  }
  if (parent == kNoNode) return false;
  Field field = tree[at].field;
  switch (tree.kind(parent)) {
    case Kind::kAssignment:
    case Kind::kAugmentedAssignment:
    case Kind::kForStatement:
    case Kind::kForInClause:
      return field == Field::kLeft;
    case Kind::kFunctionDefinition:
    case Kind::kClassDefinition:
    case Kind::kNamedExpression:
    case Kind::kDefaultParameter:
    case Kind::kTypedDefaultParameter:
      return field == Field::kName;
    case Kind::kParameters:
    case Kind::kLambdaParameters:
    case Kind::kTypedParameter:
    case Kind::kAsPatternTarget:
      return true;
    case Kind::kExceptClause:
      return field == Field::kAlias;
    default:
      return false;
  }
}

}  // namespace

PythonScopes python_scopes(const SyntaxTree& tree) {
  PythonScopes scopes;
  scopes.scope_of.resize(tree.size(), 0);
  for (NodeId id = 1; id < tree.size(); ++id) {
    NodeId parent = tree.parent(id);
    NodeId scope = opens_scope(tree, parent, id) ? parent : scopes.scope_of[parent];
    scopes.scope_of[id] = scope;
    if (tree.kind(id) != Kind::kIdentifier) continue;
    if (tree.kind(parent) == Kind::kGlobalStatement)
      scopes.globals.push_back({tree.text(id), scope, id});
    else if (binds(tree, id))
      scopes.bindings.push_back({tree.text(id), scope, id});
  }
  return scopes;
}

NodeId outer_scope(const SyntaxTree& tree, const PythonScopes& scopes, NodeId scope) {
  NodeId outer = scopes.scope_of[scope];
  while (outer != 0 && tree.kind(outer) == Kind::kClassDefinition) outer = scopes.scope_of[outer];
  return outer;
}

}  // namespace stackfit
