// What costs little once costs much in a loop. A loop that is over after ten rounds is none, nor is
// one whose round ends in `return` or `break` behind the line in question.
#include "facts/rules/python_loops.h"

#include <algorithm>
#include <charconv>

#include "facts/python/values.h"
#include "facts/rules/file_tables.h"

namespace stackfit {
namespace {

constexpr int kMostAncestors = 500, kMostDepth = 3;
constexpr long kFewRounds = 10;
constexpr long kManyRounds = 1'000'000'000;

long literal_number(const SyntaxTree& tree, NodeId node) {
  auto text = tree.text(node);
  long number = kManyRounds;
  bool read = tree.kind(node) == Kind::kInteger &&
              std::from_chars(text.data(), text.data() + text.size(), number).ptr ==
                  text.data() + text.size();
  return read ? number : kManyRounds;
}

// How often `for … in this` goes round at most, as far as the code says.
long rounds_of(const FileView& file, NodeId iterable, int depth = 0) {
  const SyntaxTree& tree = file.tree;
  if (depth > kMostDepth) return kManyRounds;
  switch (tree.kind(iterable)) {
    case Kind::kList:
    case Kind::kTuple:
    case Kind::kSet:
    case Kind::kDictionary:
    case Kind::kExpressionList:
      return static_cast<long>(tree.named_children(iterable).size());
    case Kind::kIdentifier:
    case Kind::kAttribute: {
      long most = -1;
      for (const auto& [name, value] : file.python->values_of(iterable))
        most = std::max(most, value == kNoNode ? kManyRounds : rounds_of(file, value, depth + 1));
      return most < 0 ? kManyRounds : most;
    }
    case Kind::kCall:
      break;
    default:
      return kManyRounds;
  }
  NodeId function = tree.child(iterable, Field::kFunction),
         list = tree.child(iterable, Field::kArguments);
  if (function == kNoNode || list == kNoNode) return kManyRounds;
  auto name = tree.text(function);
  auto arguments = tree.named_children(list);
  if (arguments.empty()) {
    // `table.items()`
    NodeId object = tree.child(function, Field::kObject);
    return object == kNoNode ? kManyRounds : rounds_of(file, object, depth + 1);
  }
  if (name == "range" && arguments.size() == 1) return literal_number(tree, arguments[0]);
  if (name == "range")
    return literal_number(tree, arguments[1]) - std::min(literal_number(tree, arguments[0]), 0L);
  if (name == "enumerate" || name == "reversed" || name == "sorted" || name == "zip")
    return rounds_of(file, arguments[0], depth + 1);
  return kManyRounds;
}

// `while tries < 3`
bool counts_to_few(const SyntaxTree& tree, NodeId condition) {
  if (condition == kNoNode || tree.kind(condition) != Kind::kComparisonOperator) return false;
  auto sides = tree.named_children(condition);
  return sides.size() == 2 && literal_number(tree, sides[1]) <= kFewRounds &&
         literal_number(tree, sides[1]) > 0 &&
         tree.text(condition).find('<') != std::string_view::npos;
}

bool is_comprehension(Kind kind) {
  return kind == Kind::kListComprehension || kind == Kind::kSetComprehension ||
         kind == Kind::kDictionaryComprehension || kind == Kind::kGeneratorExpression;
}

// Does `loop` run its part `at` more than a few times?
bool repeats(const FileView& file, NodeId loop, NodeId at) {
  const SyntaxTree& tree = file.tree;
  Kind kind = tree.kind(loop);
  if (kind == Kind::kForStatement) {
    NodeId right = tree.child(loop, Field::kRight);
    return tree[at].field == Field::kBody && right != kNoNode &&
           rounds_of(file, right) > kFewRounds;
  }
  if (kind == Kind::kWhileStatement) {
    bool part = tree[at].field == Field::kBody || tree[at].field == Field::kCondition;
    return part && !counts_to_few(tree, tree.child(loop, Field::kCondition));
  }
  if (!is_comprehension(kind)) return false;
  NodeId first = tree.child(loop, Kind::kForInClause);
  NodeId right = first == kNoNode ? kNoNode : tree.child(first, Field::kRight);
  return at != first && right != kNoNode && rounds_of(file, right) > kFewRounds;
}

enum class Exit : std::uint8_t { kNone, kBreak, kReturn };

Exit exit_of(Kind kind) {
  if (kind == Kind::kBreakStatement) return Exit::kBreak;
  if (kind == Kind::kReturnStatement || kind == Kind::kRaiseStatement) return Exit::kReturn;
  return Exit::kNone;
}

// How the rest of the block behind a statement ends, whatever happens before.
Exit exit_behind(const SyntaxTree& tree, NodeId statement) {
  NodeId block = tree.parent(statement);
  if (exit_of(tree.kind(statement)) != Exit::kNone) return exit_of(tree.kind(statement));
  if (block == kNoNode || tree.kind(block) != Kind::kBlock) return Exit::kNone;
  int steps = 0;
  for (NodeId at = statement; at != kNoNode && steps < kMostAncestors;
       at = tree.next_sibling(at), ++steps)
    if (exit_of(tree.kind(at)) != Exit::kNone) return exit_of(tree.kind(at));
  return Exit::kNone;
}

bool repeated(const FileView& file, const Test&, NodeId node) {
  return file.python && repeating_loop(file, node) != kNoNode;
}

bool inside(const SyntaxTree& tree, NodeId node, NodeId outer) {
  return node >= outer && node < tree[outer].after;
}

bool mentions_name(const SyntaxTree& tree, NodeId node, std::string_view name) {
  for (NodeId at : subtree(tree, node))
    if ((tree.kind(at) == Kind::kIdentifier || tree.kind(at) == Kind::kAttribute) &&
        tree.text(at) == name)
      return true;
  return false;
}

// Does each round of the loop around it give the name a value that is not made of its last one?
bool made_in_loop(const FileView& file, const Test&, NodeId name) {
  if (!file.python) return false;
  const SyntaxTree& tree = file.tree;
  NodeId loop = repeating_loop(file, name);
  if (loop == kNoNode) return false;
  const auto& values = file.python->values_of(name);
  return std::any_of(values.begin(), values.end(), [&](const PythonValue& given) {
    return inside(tree, given.name, loop) &&
           (given.value == kNoNode || !mentions_name(tree, given.value, tree.text(name)));
  });
}

// `item.text`, `rows[i]`: another place each round.
bool changes_with_loop(const FileView& file, const Test& test, NodeId place) {
  if (!file.python) return false;
  if (made_in_loop(file, test, place)) return true;
  NodeId loop = repeating_loop(file, place);
  if (loop == kNoNode) return false;
  for (NodeId at : subtree(file.tree, place)) {
    if (file.tree.kind(at) != Kind::kIdentifier) continue;
    for (const auto& given : file.python->values_of(at))
      if (inside(file.tree, given.name, loop)) return true;
  }
  return false;
}

bool short_comprehension(const FileView& file, const Test&, NodeId list) {
  NodeId clause = file.tree.child(list, Kind::kForInClause);
  NodeId right = clause == kNoNode ? kNoNode : file.tree.child(clause, Field::kRight);
  bool nested = file.tree.text(list).find(" for ") != file.tree.text(list).rfind(" for ");
  return file.python && right != kNoNode && !nested && rounds_of(file, right) <= kFewRounds;
}

bool grows(const SyntaxTree& tree, std::string_view name) {
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (tree.kind(id) != Kind::kAttribute) continue;
    NodeId object = tree.child(id, Field::kObject), method = tree.child(id, Field::kAttribute);
    if (object == kNoNode || method == kNoNode || tree.text(object) != name) continue;
    auto verb = tree.text(method);
    if (verb == "append" || verb == "extend" || verb == "insert") return true;
  }
  return false;
}

// Written out with a handful of elements, and nothing is ever added.
bool short_list(const FileView& file, const Test&, NodeId name) {
  if (!file.python) return false;
  const auto& values = file.python->values_of(name);
  bool few = !values.empty() && std::all_of(values.begin(), values.end(), [&](const auto& given) {
    return given.value != kNoNode && file.tree.kind(given.value) == Kind::kList &&
           rounds_of(file, given.value) <= kFewRounds;
  });
  return few && !grows(file.tree, file.tree.text(name));
}

// The table of `for i in range(len(table))`; kNoNode for other loops.
NodeId counted_sequence(const SyntaxTree& tree, NodeId loop) {
  NodeId at = tree.child(loop, Field::kRight);
  for (std::string_view name : {"range", "len"}) {
    if (at == kNoNode || tree.kind(at) != Kind::kCall) return kNoNode;
    NodeId function = tree.child(at, Field::kFunction), list = tree.child(at, Field::kArguments);
    if (function == kNoNode || list == kNoNode || tree.text(function) != name) return kNoNode;
    auto arguments = tree.named_children(list);
    if (arguments.size() != 1) return kNoNode;
    at = arguments.front();
  }
  return at;
}

// `for i in range(len(df))` with `df.loc[i]` and the like.
bool looks_up_rows(const FileView& file, const Test&, NodeId loop) {
  const SyntaxTree& tree = file.tree;
  NodeId table = counted_sequence(tree, loop), index = tree.child(loop, Field::kLeft);
  if (table == kNoNode || index == kNoNode) return false;
  for (NodeId at : subtree(tree, loop)) {
    if (tree.kind(at) != Kind::kSubscript) continue;
    NodeId value = tree.child(at, Field::kValue);
    if (value == kNoNode || tree.kind(value) != Kind::kAttribute) continue;
    NodeId object = tree.child(value, Field::kObject), name = tree.child(value, Field::kAttribute);
    if (object == kNoNode || name == kNoNode) continue;
    auto way = tree.text(name);
    bool row = way == "loc" || way == "iloc" || way == "at" || way == "iat";
    if (row && tree.text(object) == tree.text(table) && mentions_name(tree, at, tree.text(index)))
      return true;
  }
  return false;
}

// `for i in range(len(items))` whose body uses `i` for `items[i]` alone, and changes nothing.
bool index_only(const FileView& file, const Test&, NodeId loop) {
  const SyntaxTree& tree = file.tree;
  NodeId items = counted_sequence(tree, loop), index = tree.child(loop, Field::kLeft),
         body = tree.child(loop, Field::kBody);
  if (items == kNoNode || index == kNoNode || body == kNoNode || tree.kind(items) == Kind::kCall)
    return false;
  std::size_t uses = 0;
  for (NodeId at : subtree(tree, body)) {
    if (tree.kind(at) == Kind::kIdentifier && tree.text(at) == tree.text(index)) {
      NodeId up = tree.parent(at);
      if (tree.kind(up) != Kind::kSubscript || tree.child(up, Field::kValue) == kNoNode ||
          tree.text(tree.child(up, Field::kValue)) != tree.text(items) ||
          tree.named_children(up).size() != 2)
        return false;
      NodeId around = tree.parent(up);
      Kind kind = tree.kind(around);
      bool written = tree[up].field == Field::kLeft &&
                     (kind == Kind::kAssignment || kind == Kind::kAugmentedAssignment ||
                      kind == Kind::kForStatement);
      if (written || kind == Kind::kDeleteStatement || kind == Kind::kPatternList) return false;
      ++uses;
    }
    // The list itself: changed, passed on, or given another value.
    bool itself = tree.text(at) == tree.text(items) && tree.kind(at) == tree.kind(items);
    if (itself && tree.kind(tree.parent(at)) != Kind::kSubscript) return false;
  }
  return uses > 0;
}

// The pattern, path or key has a part that the loop around it changes.
bool varies(const FileView& file, const Test&, NodeId node) {
  if (!file.python) return false;
  NodeId loop = repeating_loop(file, node);
  if (loop == kNoNode) return false;
  for (NodeId at : subtree(file.tree, node)) {
    if (file.tree.kind(at) != Kind::kIdentifier) continue;
    for (const auto& given : file.python->values_of(at))
      if (inside(file.tree, given.name, loop)) return true;
  }
  return false;
}

}  // namespace

NodeId repeating_loop(const FileView& file, NodeId node) {
  const SyntaxTree& tree = file.tree;
  bool broken_off = false;
  NodeId at = node;
  for (int steps = 0; steps < kMostAncestors; ++steps) {
    NodeId up = tree.parent(at);
    if (up == kNoNode) return kNoNode;
    Kind kind = tree.kind(up);
    bool definition = kind == Kind::kFunctionDefinition || kind == Kind::kLambda;
    if (definition && tree[at].field == Field::kBody) return kNoNode;
    Exit exit = exit_behind(tree, at);
    if (exit == Exit::kReturn) return kNoNode;
    broken_off = broken_off || exit == Exit::kBreak;
    bool loop =
        kind == Kind::kForStatement || kind == Kind::kWhileStatement || is_comprehension(kind);
    if (loop && !broken_off && repeats(file, up, at)) return up;
    // `break` ends the innermost statement loop alone.
    if (kind == Kind::kForStatement || kind == Kind::kWhileStatement) broken_off = false;
    at = up;
  }
  return kNoNode;
}

const std::vector<FilePredicate>& python_loop_predicates() {
  static const std::vector<FilePredicate> kRows = {
      {"repeated?", 0, 0, repeated},
      {"made-in-loop?", 0, 0, made_in_loop},
      {"changes-with-loop?", 0, 0, changes_with_loop},
      {"short-comprehension?", 0, 0, short_comprehension},
      {"short-list?", 0, 0, short_list},
      {"looks-up-rows?", 0, 0, looks_up_rows},
      {"index-only?", 0, 0, index_only},
      {"varies?", 0, 0, varies},
  };
  return kRows;
}

}  // namespace stackfit
