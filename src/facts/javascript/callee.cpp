#include "facts/javascript/callee.h"

#include "facts/javascript/script.h"

namespace stackfit {
namespace {

// How far left of a call its first name is sought. A chain of 10,000 `.then()` would otherwise
// cost its length at every link; nothing that matters hides so far away.
constexpr int kMostSteps = 64;

NodeId function_of(const SyntaxTree& tree, NodeId call) {
  NodeId function = tree.child(call, Field::kFunction);
  if (function == kNoNode) function = tree.child(call, Field::kConstructor);
  return function == kNoNode ? kNoNode : unwrap(tree, function);
}

bool is_call(Kind kind) {
  return kind == Kind::kCallExpression || kind == Kind::kNewExpression;
}

// The name a link of the expression carries, and the expression left of it.
struct Step {
  std::string_view name;
  NodeId left = kNoNode;
};

Step step_of(const SyntaxTree& tree, NodeId id) {
  Step step;
  switch (tree.kind(id)) {
    case Kind::kIdentifier:
    case Kind::kThis:
    case Kind::kSuper:
      step.name = tree.text(id);
      break;
    case Kind::kMemberExpression:
      if (NodeId name = tree.child(id, Field::kProperty); name != kNoNode)
        step.name = tree.text(name);
      step.left = tree.child(id, Field::kObject);
      break;
    case Kind::kSubscriptExpression:
      step.name = literal_text(tree, tree.child(id, Field::kIndex));
      step.left = tree.child(id, Field::kObject);
      break;
    case Kind::kAwaitExpression:
      step.left = first_named(tree, id);
      break;
    default:
      break;
  }
  if (step.left != kNoNode) step.left = unwrap(tree, step.left);
  return step;
}

// The leftmost name of an expression, seen through calls.
std::string_view root_of(const SyntaxTree& tree, NodeId id) {
  for (int steps = 0; id != kNoNode && steps < kMostSteps; ++steps) {
    if (is_call(tree.kind(id))) {
      id = function_of(tree, id);
      continue;
    }
    auto step = step_of(tree, id);
    if (step.left == kNoNode) return step.name;
    id = step.left;
  }
  return {};
}

}  // namespace

Callee callee_of(const SyntaxTree& tree, const ModuleNames& modules, NodeId call) {
  Callee callee;
  NodeId id = function_of(tree, call);
  if (id == kNoNode) return callee;
  callee.root = root_of(tree, id);
  for (int steps = 0; is_call(tree.kind(id)) && steps < kMostSteps; ++steps) {
    callee.called = true;
    id = function_of(tree, id);
    if (id == kNoNode) return callee;
  }
  callee.function = is_function(tree.kind(id));
  auto step = step_of(tree, id);
  // `Array.prototype.map.call(list, fn)` is a call of `map`.
  if (step.name == "call" && step.left != kNoNode && !is_call(tree.kind(step.left))) {
    callee.by_call = true;
    step = step_of(tree, step.left);
  }
  callee.last = step.name;
  callee.member = step.left != kNoNode;
  if (callee.member) {
    callee.receiver_called = is_call(tree.kind(step.left));
    NodeId left = callee.receiver_called ? function_of(tree, step.left) : step.left;
    if (left != kNoNode) callee.receiver = step_of(tree, left).name;
  }
  auto bound = modules.find(callee.root);
  if (bound == modules.end()) return callee;
  bool taken_out = !bound->second.name.empty() && bound->second.name != "default";
  if (!callee.member && taken_out) callee.last = bound->second.name;
  callee.root = bound->second.package;
  callee.imported = true;
  return callee;
}

}  // namespace stackfit
