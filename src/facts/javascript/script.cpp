#include "facts/javascript/script.h"

#include <algorithm>

namespace stackfit {
namespace {

// Tokens and comments between two arguments; thousands of them are meant to cost time.
constexpr int kMostSkipped = 4000;

NodeId skip_unnamed(const SyntaxTree& tree, NodeId id) {
  for (int steps = 0; id != kNoNode && steps < kMostSkipped; ++steps) {
    if (tree.named(id) && tree.kind(id) != Kind::kComment) return id;
    id = tree.next_sibling(id);
  }
  return kNoNode;
}

// The name a parameter binds, "" when it is destructured.
std::string_view bound_name(const SyntaxTree& tree, NodeId id) {
  switch (tree.kind(id)) {
    case Kind::kRequiredParameter:
    case Kind::kOptionalParameter: {
      NodeId pattern = tree.child(id, Field::kPattern);
      return pattern == kNoNode ? std::string_view() : bound_name(tree, pattern);
    }
    case Kind::kAssignmentPattern: {
      NodeId left = tree.child(id, Field::kLeft);
      return left != kNoNode && tree.kind(left) == Kind::kIdentifier ? tree.text(left) : "";
    }
    case Kind::kRestPattern: {
      NodeId name = tree.child(id, Kind::kIdentifier);
      return name == kNoNode ? std::string_view() : tree.text(name);
    }
    case Kind::kIdentifier:
      return tree.text(id);
    default:
      return {};
  }
}

bool is_this_parameter(const SyntaxTree& tree, NodeId id) {
  NodeId pattern = tree.child(id, Field::kPattern);
  return pattern != kNoNode && tree.kind(pattern) == Kind::kThis;
}

// Calls `visit(name, place)` for each parameter in order until it returns false.
template <class Visit>
void each_parameter(const SyntaxTree& tree, NodeId function, Visit visit) {
  if (NodeId only = tree.child(function, Field::kParameter); only != kNoNode) {
    visit(bound_name(tree, only), 0u);
    return;
  }
  NodeId list = tree.child(function, Field::kParameters);
  if (list == kNoNode) return;
  unsigned place = 0;
  for (NodeId id = first_named(tree, list); id != kNoNode; id = next_named(tree, id)) {
    if (tree.kind(id) == Kind::kDecorator || is_this_parameter(tree, id)) continue;
    if (!visit(bound_name(tree, id), place++)) return;
  }
}

std::string_view class_name(const SyntaxTree& tree, NodeId member) {
  NodeId body = tree.parent(member);
  if (body == kNoNode || tree.kind(body) != Kind::kClassBody) return {};
  NodeId name = tree.child(tree.parent(body), Field::kName);
  return name == kNoNode ? std::string_view() : tree.text(name);
}

std::string qualified(std::string_view owner, std::string_view name) {
  return owner.empty() ? std::string(name) : std::string(owner) + "." + std::string(name);
}

std::string_view name_text(const SyntaxTree& tree, NodeId id) {
  if (id == kNoNode) return {};
  auto literal = literal_text(tree, id);
  return literal.empty() ? tree.text(id) : literal;
}

// The assigned `a.prototype.b` as `a.b`, `exports.b` and `this.b` as `b`.
std::string assigned_name(const SyntaxTree& tree, NodeId left) {
  if (tree.kind(left) == Kind::kIdentifier) return std::string(tree.text(left));
  if (tree.kind(left) != Kind::kMemberExpression) return {};
  auto property = name_text(tree, tree.child(left, Field::kProperty));
  NodeId object = tree.child(left, Field::kObject);
  if (property == "exports") return {};
  if (object != kNoNode && tree.kind(object) == Kind::kMemberExpression &&
      name_text(tree, tree.child(object, Field::kProperty)) == "prototype")
    object = tree.child(object, Field::kObject);
  if (object == kNoNode || tree.kind(object) != Kind::kIdentifier ||
      tree.text(object) == "exports" || tree.text(object) == "module")
    return std::string(property);
  return qualified(tree.text(object), property);
}

}  // namespace

bool is_function_expression(Kind kind) {
  return kind == Kind::kFunctionExpression || kind == Kind::kArrowFunction ||
         kind == Kind::kGeneratorFunction;
}

bool is_function(Kind kind) {
  return is_function_expression(kind) || kind == Kind::kFunctionDeclaration ||
         kind == Kind::kMethodDefinition || kind == Kind::kGeneratorFunctionDeclaration;
}

bool is_wrapper(Kind kind) {
  return kind == Kind::kParenthesizedExpression || kind == Kind::kAsExpression ||
         kind == Kind::kSatisfiesExpression || kind == Kind::kNonNullExpression ||
         kind == Kind::kTypeAssertion;
}

NodeId unwrap(const SyntaxTree& tree, NodeId id) {
  while (is_wrapper(tree.kind(id))) {
    // `<T>x` has its type first, every other wrapper its operand.
    NodeId inner = first_named(tree, id);
    if (inner != kNoNode && tree.kind(id) == Kind::kTypeAssertion) inner = next_named(tree, inner);
    if (inner == kNoNode) break;
    id = inner;
  }
  return id;
}

NodeId wrapped(const SyntaxTree& tree, NodeId id) {
  while (tree.parent(id) != kNoNode && is_wrapper(tree.kind(tree.parent(id)))) id = tree.parent(id);
  return id;
}

NodeId first_named(const SyntaxTree& tree, NodeId id) {
  return skip_unnamed(tree, tree.first_child(id));
}

NodeId next_named(const SyntaxTree& tree, NodeId id) {
  return skip_unnamed(tree, tree.next_sibling(id));
}

std::string_view literal_text(const SyntaxTree& tree, NodeId id) {
  if (id == kNoNode) return {};
  bool string = tree.kind(id) == Kind::kString;
  if (!string && tree.kind(id) != Kind::kTemplateString) return {};
  auto text = tree.text(id);
  if (text.size() < 2) return {};
  if (!string && text.find("${") != std::string_view::npos) return {};
  return text.substr(1, text.size() - 2);
}

Parameters parameters_of(const SyntaxTree& tree, NodeId function) {
  Parameters all;
  each_parameter(tree, function, [&](std::string_view name, unsigned place) {
    if (place == 0) all.first = name;
    if (place == 1) all.second = name;
    all.last = name;
    all.count = place + 1;
    return true;
  });
  return all;
}

std::string_view parameter_at(const SyntaxTree& tree, NodeId function, unsigned index) {
  std::string_view found;
  each_parameter(tree, function, [&](std::string_view name, unsigned place) {
    if (place == index) found = name;
    return place < index;
  });
  return found;
}

bool runs_at_once(const SyntaxTree& tree, NodeId function) {
  NodeId value = wrapped(tree, function), up = tree.parent(value);
  if (up != kNoNode && tree.kind(up) == Kind::kMemberExpression) {
    NodeId method = tree.child(up, Field::kProperty);
    auto name = method == kNoNode ? std::string_view() : tree.text(method);
    if (name != "call" && name != "apply") return false;
    value = up;
    up = tree.parent(up);
  }
  return up != kNoNode && tree.kind(up) == Kind::kCallExpression &&
         tree[value].field == Field::kFunction;
}

bool is_real_call(const SyntaxTree& tree, NodeId call) {
  NodeId callee = tree.child(call, Field::kFunction);
  return callee == kNoNode || tree.kind(callee) != Kind::kArrowFunction;
}

bool is_async(const SyntaxTree& tree, NodeId function) {
  return tree.child(function, Kind::kTokenAsync) != kNoNode;
}

bool is_generator(Kind kind) {
  return kind == Kind::kGeneratorFunction || kind == Kind::kGeneratorFunctionDeclaration;
}

std::string held_name(const SyntaxTree& tree, NodeId value) {
  value = wrapped(tree, value);
  NodeId holder = tree.parent(value);
  if (holder == kNoNode) return {};
  Field field = tree[value].field;
  switch (tree.kind(holder)) {
    case Kind::kVariableDeclarator:
      return std::string(name_text(tree, tree.child(holder, Field::kName)));
    case Kind::kAssignmentExpression:
      if (field != Field::kRight) return {};
      return assigned_name(tree, tree.child(holder, Field::kLeft));
    case Kind::kPair:
      if (field != Field::kValue) return {};
      return std::string(name_text(tree, tree.child(holder, Field::kKey)));
    case Kind::kFieldDefinition:
    case Kind::kPublicFieldDefinition: {
      NodeId name = tree.child(holder, Field::kProperty);
      if (name == kNoNode) name = tree.child(holder, Field::kName);
      return std::string(name_text(tree, name));
    }
    default:
      return {};
  }
}

std::string function_name(const SyntaxTree& tree, NodeId function) {
  if (tree.kind(function) == Kind::kMethodDefinition)
    return qualified(class_name(tree, function),
                     name_text(tree, tree.child(function, Field::kName)));
  if (NodeId name = tree.child(function, Field::kName); name != kNoNode)
    return std::string(tree.text(name));
  auto name = held_name(tree, function);
  NodeId holder = tree.parent(wrapped(tree, function));
  return name.empty() ? name : qualified(class_name(tree, holder), name);
}

}  // namespace stackfit
