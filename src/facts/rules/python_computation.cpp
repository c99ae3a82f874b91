// Does this code compute, and nothing else? Only what the file shows counts: a call that may wait,
// or that leaves the interpreter for compiled code, ends the question.
#include "facts/rules/python_computation.h"

#include <algorithm>
#include <set>

#include "facts/python/values.h"
#include "facts/rules/file_tables.h"
#include "facts/rules/python_code.h"
#include "facts/rules/python_facts.h"
#include "facts/rules/python_rounds.h"

namespace stackfit {
namespace {

constexpr int kMostAncestors = 500;
constexpr std::size_t kMostFunctions = 8;

bool is_for(const SyntaxTree& tree, NodeId node) {
  return tree.kind(node) == Kind::kForStatement;
}

bool on_list(const FileView& file, std::string_view list, std::string_view name) {
  return is_listed(file.tables.python, list, name);
}

// `@njit`, `@cython.cfunc`, `@cuda.jit` on a function around the node, or a file for Pythran.
bool is_compiled(const FileView& file, NodeId node) {
  const SyntaxTree& tree = file.tree;
  if (tree.source().find("#pythran export") != std::string_view::npos) return true;
  NodeId at = tree.parent(node);
  for (int steps = 0; at != kNoNode && steps < kMostAncestors; ++steps, at = tree.parent(at)) {
    if (tree.kind(at) != Kind::kDecoratedDefinition) continue;
    for (NodeId child : tree.named_children(at))
      if (tree.kind(child) == Kind::kDecorator && hints_at(file, "compiling", tree.text(child)))
        return true;
  }
  return false;
}

// ---- loops over the elements of arrays ----------------------------------------------------------

// `for i in range(n)`, with a number of rounds that is not written out; the name, kNoNode for other
// loops.
NodeId range_index(const FileView& file, NodeId loop) {
  const SyntaxTree& tree = file.tree;
  NodeId right = tree.child(loop, Field::kRight), left = tree.child(loop, Field::kLeft);
  if (!is_for(tree, loop) || right == kNoNode || left == kNoNode ||
      tree.kind(right) != Kind::kCall || tree.kind(left) != Kind::kIdentifier)
    return kNoNode;
  NodeId function = tree.child(right, Field::kFunction);
  bool range = function != kNoNode && tree.text(function) == "range";
  constexpr long kMostWrittenOut = 1000;
  return range && most_rounds(file, right) > kMostWrittenOut ? left : kNoNode;
}

// Numbers, names, elements, assignments, conditions and further loops; functions of numbers.
bool is_plain(const FileView& file, NodeId body) {
  const SyntaxTree& tree = file.tree;
  for (NodeId at : subtree(tree, body)) {
    switch (tree.kind(at)) {
      case Kind::kCall: {
        NodeId function = tree.child(at, Field::kFunction);
        if (function == kNoNode) return false;
        auto name = file.python->dotted_name(function);
        if (name.empty() && file.python->is_builtin(function)) name = tree.text(function);
        if (!on_list(file, "of-numbers", name)) return false;
        break;
      }
      case Kind::kAwait:
      case Kind::kYield:
      case Kind::kTryStatement:
      case Kind::kWithStatement:
      case Kind::kWhileStatement:
      case Kind::kReturnStatement:
      case Kind::kRaiseStatement:
      case Kind::kBreakStatement:
      case Kind::kFunctionDefinition:
      case Kind::kClassDefinition:
      case Kind::kLambda:
      case Kind::kString:
      case Kind::kConcatenatedString:
      case Kind::kSlice:  // whole rows already
        return false;
      case Kind::kSubscript:
        if (tree.text(at).find("...") != std::string_view::npos) return false;
        break;
      default:
        break;
    }
  }
  return true;
}

// The array of `a[i, j]` or `a[i][j]`, where both are used; kNoNode for other elements.
NodeId array_of_element(const FileView& file, NodeId element, std::string_view i,
                        std::string_view j) {
  const SyntaxTree& tree = file.tree;
  NodeId array = tree.child(element, Field::kValue);
  // An object of the program's own class is no array of numpy's.
  if (array == kNoNode || tree.text(array) == "self" || !mentions_name(tree, element, i) ||
      !mentions_name(tree, element, j))
    return kNoNode;
  auto parts = tree.named_children(element);
  if (parts.size() >= 3 && mentions_name(tree, parts[1], i) != mentions_name(tree, parts[1], j))
    return array;
  if (tree.kind(array) != Kind::kSubscript) return kNoNode;
  NodeId inner = tree.child(array, Field::kValue);
  return inner != kNoNode && file.python->type_of(inner) == PythonType::kArray ? inner : kNoNode;
}

// Is an array both written, and read at another place than the one written? Then each element needs
// the ones before it.
bool feeds_itself(const SyntaxTree& tree, NodeId body) {
  std::set<std::pair<std::string_view, std::string_view>> written;  // array, element
  for (NodeId at : subtree(tree, body))
    if (tree.kind(at) == Kind::kSubscript && tree[at].field == Field::kLeft)
      written.emplace(tree.text(tree.child(at, Field::kValue)), tree.text(at));
  std::set<std::string_view> arrays;
  for (const auto& [array, element] : written) arrays.insert(array);
  for (NodeId at : subtree(tree, body)) {
    if (tree.kind(at) != Kind::kSubscript || tree[at].field == Field::kLeft) continue;
    NodeId value = tree.child(at, Field::kValue);
    if (value == kNoNode || !arrays.contains(tree.text(value))) continue;
    if (!written.contains({tree.text(value), tree.text(at)})) return true;
  }
  return false;
}

// The nearest `for i in range(…)` around a loop, in the same function and with nothing but plain
// code in it.
bool is_inner(const FileView& file, NodeId loop) {
  const SyntaxTree& tree = file.tree;
  NodeId block = tree.parent(loop), outer = block == kNoNode ? kNoNode : tree.parent(block);
  if (outer == kNoNode || range_index(file, outer) == kNoNode) return false;
  return is_plain(file, tree.child(outer, Field::kBody));
}

bool elementwise(const FileView& file, const Test&, NodeId loop) {
  if (!file.python) return false;
  const SyntaxTree& tree = file.tree;
  NodeId i = range_index(file, loop), body = tree.child(loop, Field::kBody);
  if (i == kNoNode || body == kNoNode || !is_plain(file, body) || is_inner(file, loop))
    return false;
  for (NodeId inner : subtree(tree, body)) {
    NodeId j = is_for(tree, inner) ? range_index(file, inner) : kNoNode;
    NodeId inside = j == kNoNode ? kNoNode : tree.child(inner, Field::kBody);
    if (inside == kNoNode) continue;
    for (NodeId at : subtree(tree, inside))
      if (tree.kind(at) == Kind::kSubscript &&
          array_of_element(file, at, tree.text(i), tree.text(j)) != kNoNode)
        return !feeds_itself(tree, body) && !is_compiled(file, loop);
  }
  return false;
}

// ---- functions that only compute ----------------------------------------------------------------

struct Computation {
  std::vector<NodeId> functions;  // to look at; grows while they are
  bool loops = false;             // arithmetic in a loop of many rounds, or a call of itself
};

bool is_arithmetic(const SyntaxTree& tree, NodeId node) {
  Kind kind = tree.kind(node);
  if (kind != Kind::kBinaryOperator && kind != Kind::kAugmentedAssignment) return false;
  NodeId right = tree.child(node, Field::kRight), left = tree.child(node, Field::kLeft);
  auto is_text = [&](NodeId side) {
    return side != kNoNode && (tree.kind(side) == Kind::kString || tree.kind(side) == Kind::kList);
  };
  return !is_text(left) && !is_text(right);
}

// A call that keeps the interpreter busy: of the language, of a function of numbers, of a method of
// plain values, or of another function of the file.
bool may_call(const FileView& file, NodeId call, NodeId caller, Computation& found) {
  const SyntaxTree& tree = file.tree;
  NodeId function = tree.child(call, Field::kFunction);
  if (function == kNoNode) return false;
  if (NodeId local = file.python->function_of(function); local != kNoNode) {
    auto& all = found.functions;
    found.loops = found.loops || local == caller;
    if (std::find(all.begin(), all.end(), local) == all.end()) all.push_back(local);
    return all.size() <= kMostFunctions;
  }
  if (file.python->is_builtin(function)) return !hints_at(file, "waiting", tree.text(function));
  if (auto name = file.python->dotted_name(function); !name.empty())
    return on_list(file, "computing", name);
  auto method = python_method(tree, function);
  return method.object != kNoNode && on_list(file, "plain-methods", tree.text(method.method));
}

bool only_computes(const FileView& file, NodeId function, Computation& found) {
  const SyntaxTree& tree = file.tree;
  for (NodeId at : subtree(tree, function)) {
    switch (tree.kind(at)) {
      case Kind::kAwait:
      case Kind::kYield:
      case Kind::kClassDefinition:
      case Kind::kTokenAsync:
        return false;
      case Kind::kCall:
        if (!may_call(file, at, function, found)) return false;
        break;
      case Kind::kBinaryOperator:
      case Kind::kAugmentedAssignment:
        if (!found.loops && is_arithmetic(tree, at))
          found.loops = repeating_loop(file, at) != kNoNode;
        break;
      default:
        break;
    }
  }
  return true;
}

// A function of this file, by its name, that loops over arithmetic and calls nothing that waits or
// lets go of the interpreter's lock.
bool computes(const FileView& file, const Test&, NodeId name) {
  if (!file.python) return false;
  NodeId function = file.python->function_of(name);
  if (function == kNoNode || is_compiled(file, file.tree.child(function, Field::kName)))
    return false;
  Computation found{{function}, false};
  for (std::size_t i = 0; i < found.functions.size(); ++i)
    if (!only_computes(file, found.functions[i], found)) return false;
  return found.loops;
}

}  // namespace

const std::vector<FilePredicate>& python_computation_predicates() {
  static const std::vector<FilePredicate> kRows = {
      {"elementwise?", 0, 0, elementwise},
      {"computes?", 0, 0, computes},
  };
  return kRows;
}

}  // namespace stackfit
