// What the rounds of a loop have in common, and what each does anew.
#include "facts/rules/python_loops.h"

#include <algorithm>

#include "facts/python/values.h"
#include "facts/rules/python_code.h"
#include "facts/rules/python_rounds.h"

namespace stackfit {
namespace {

constexpr std::string_view kGrowing[] = {"append", "extend", "insert", "add", "appendleft"};
constexpr std::string_view kChanging[] = {"append",  "extend",     "insert", "add",     "pop",
                                          "remove",  "clear",      "update", "sort",    "reverse",
                                          "discard", "setdefault", "push",   "popleft", "popitem"};

bool repeated(const FileView& file, const Test&, NodeId node) {
  return file.python && repeating_loop(file, node) != kNoNode;
}

// Does each round of the loop around it give the name a value that is not made of its last one?
bool made_in_loop(const FileView& file, const Test&, NodeId name) {
  if (!file.python) return false;
  const SyntaxTree& tree = file.tree;
  NodeId loop = repeating_loop(file, name);
  if (loop == kNoNode) return false;
  const auto& values = file.python->values_of(name);
  return std::any_of(values.begin(), values.end(), [&](const PythonValue& given) {
    return is_inside(tree, given.name, loop) &&
           (given.value == kNoNode || !mentions_name(tree, given.value, tree.text(name)));
  });
}

// Does a part of the node get another value in the loop?
bool has_part_given_in(const FileView& file, NodeId loop, NodeId node) {
  for (NodeId at : subtree(file.tree, node)) {
    if (file.tree.kind(at) != Kind::kIdentifier) continue;
    for (const auto& given : file.python->values_of(at))
      if (is_inside(file.tree, given.name, loop)) return true;
  }
  return false;
}

// `item.text`, `rows[i]`, and `rows[-1]` where the loop adds rows: another place each round.
bool changes_with_loop(const FileView& file, const Test& test, NodeId place) {
  if (!file.python) return false;
  if (made_in_loop(file, test, place)) return true;
  const SyntaxTree& tree = file.tree;
  NodeId loop = repeating_loop(file, place);
  if (loop == kNoNode) return false;
  NodeId container = tree.kind(place) == Kind::kSubscript ? tree.child(place, Field::kValue)
                                                          : tree.child(place, Field::kObject);
  if (container != kNoNode && calls_method(tree, loop, tree.text(container), kChanging))
    return true;
  return has_part_given_in(file, loop, place);
}

// `for word in WORDS`, `for mark in ("a", "b")`: the same few values each time.
bool takes_few_values(const FileView& file, NodeId name) {
  const SyntaxTree& tree = file.tree;
  NodeId right = tree.child(tree.parent(name), Field::kRight);
  if (tree[name].field != Field::kLeft || right == kNoNode) return false;
  auto text = tree.text(right);
  auto last = text.substr(text.rfind('.') + 1);
  bool constant = last.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos &&
                  last.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
  return constant || most_rounds(file, right) <= kFewRounds;
}

// The pattern, path or key has a part that the loop around it changes, and not to one of a few
// values.
bool varies(const FileView& file, const Test&, NodeId node) {
  const SyntaxTree& tree = file.tree;
  NodeId loop = file.python ? repeating_loop(file, node) : kNoNode;
  if (loop == kNoNode) return false;
  for (NodeId at : subtree(tree, node)) {
    if (tree.kind(at) != Kind::kIdentifier) continue;
    for (const auto& given : file.python->values_of(at))
      if (is_inside(tree, given.name, loop) && !takes_few_values(file, given.name)) return true;
  }
  return false;
}

// Does the loop around it add to the list?
bool grows_in_loop(const FileView& file, const Test&, NodeId list) {
  if (!file.python) return false;
  NodeId loop = repeating_loop(file, list);
  return loop != kNoNode && calls_method(file.tree, loop, file.tree.text(list), kGrowing);
}

// A `while` loop is the innermost that repeats the node.
bool in_while_loop(const FileView& file, const Test&, NodeId node) {
  if (!file.python) return false;
  NodeId loop = repeating_loop(file, node);
  return loop != kNoNode && file.tree.kind(loop) == Kind::kWhileStatement;
}

// `while queue:` that takes from the list and adds to it: there is no telling how long it gets.
bool work_list(const FileView& file, const Test& test, NodeId list) {
  if (!file.python) return false;
  const SyntaxTree& tree = file.tree;
  NodeId loop = repeating_loop(file, list);
  while (loop != kNoNode && tree.kind(loop) != Kind::kWhileStatement)
    loop = repeating_loop(file, loop);
  if (loop == kNoNode || !grows_in_loop(file, test, list)) return false;
  NodeId condition = tree.child(loop, Field::kCondition);
  return condition != kNoNode && mentions_name(tree, condition, tree.text(list));
}

// Is the name handed to something that may change it, or given a part, in the loop? What the
// expression in question does with it is known.
bool may_change_in(const FileView& file, NodeId loop, NodeId expression, NodeId name) {
  const SyntaxTree& tree = file.tree;
  auto text = tree.text(name);
  for (NodeId at : subtree(tree, loop)) {
    if (tree.kind(at) != Kind::kIdentifier || tree.text(at) != text) continue;
    if (is_inside(tree, at, expression)) continue;
    NodeId up = tree.parent(at);
    switch (tree.kind(up)) {
      case Kind::kAttribute: {
        bool module = !file.python->dotted_name(at).empty();
        if (tree[at].field == Field::kObject && !module) return true;
        break;
      }
      case Kind::kSubscript: {
        NodeId around = tree.parent(up);
        bool stored = tree[up].field == Field::kLeft || tree.kind(around) == Kind::kDeleteStatement;
        if (stored && tree[at].field == Field::kValue) return true;
        break;
      }
      case Kind::kArgumentList: {
        NodeId function = tree.child(tree.parent(up), Field::kFunction);
        if (function == kNoNode || !file.python->is_builtin(function)) return true;
        break;
      }
      case Kind::kAugmentedAssignment:
      case Kind::kKeywordArgument:
      case Kind::kYield:
        return true;
      default:
        break;
    }
  }
  return false;
}

// Nothing it is made of changes while a `for` loop or comprehension goes round: each round gives
// the same value. Attributes and what functions return may change unseen.
bool same_each_round(const FileView& file, const Test&, NodeId node) {
  if (!file.python) return false;
  const SyntaxTree& tree = file.tree;
  NodeId loop = repeating_loop(file, node);
  if (loop == kNoNode || tree.kind(loop) == Kind::kWhileStatement) return false;
  if (has_part_given_in(file, loop, node)) return false;
  for (NodeId at : subtree(tree, node)) {
    Kind kind = tree.kind(at);
    if (kind == Kind::kAttribute && file.python->dotted_name(at).empty()) return false;
    if (kind == Kind::kAwait || kind == Kind::kNamedExpression || kind == Kind::kSubscript)
      return false;
    if (kind == Kind::kCall && file.python->dotted_name(at).empty() &&
        !file.python->is_builtin(tree.child(at, Field::kFunction)))
      return false;
    if (kind == Kind::kIdentifier && may_change_in(file, loop, node, at)) return false;
  }
  return true;
}

}  // namespace

const std::vector<FilePredicate>& python_loop_predicates() {
  static const std::vector<FilePredicate> kRows = {
      {"repeated?", 0, 0, repeated},
      {"made-in-loop?", 0, 0, made_in_loop},
      {"changes-with-loop?", 0, 0, changes_with_loop},
      {"varies?", 0, 0, varies},
      {"grows-in-loop?", 0, 0, grows_in_loop},
      {"in-while-loop?", 0, 0, in_while_loop},
      {"work-list?", 0, 0, work_list},
      {"same-each-round?", 0, 0, same_each_round},
  };
  return kRows;
}

}  // namespace stackfit
