// What costs little once costs much in a loop. A loop that is over after ten rounds is none, nor is
// one whose round ends in `return` or `break` behind the line in question.
#include "facts/rules/python_rounds.h"

#include <algorithm>
#include <charconv>

#include "facts/python/values.h"

namespace stackfit {
namespace {

constexpr int kMostAncestors = 500, kMostDepth = 3;

long literal_number(const SyntaxTree& tree, NodeId node) {
  auto text = tree.text(node);
  long number = kManyRounds;
  bool read = tree.kind(node) == Kind::kInteger &&
              std::from_chars(text.data(), text.data() + text.size(), number).ptr ==
                  text.data() + text.size();
  return read ? number : kManyRounds;
}

// How often `for … in this` goes round at most, as far as the code says.
long rounds_of(const FileView& file, NodeId iterable, int depth) {
  const SyntaxTree& tree = file.tree;
  if (depth > kMostDepth) return kManyRounds;
  switch (tree.kind(iterable)) {
    case Kind::kList:
    case Kind::kTuple:
    case Kind::kSet:
    case Kind::kDictionary:
    case Kind::kExpressionList:
      return static_cast<long>(tree.named_children(iterable).size());
    case Kind::kString:
      return static_cast<long>(tree.text(iterable).size());
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

// Does `loop` run its part `at` more than a few times?
bool repeats(const FileView& file, NodeId loop, NodeId at) {
  const SyntaxTree& tree = file.tree;
  Kind kind = tree.kind(loop);
  if (kind == Kind::kForStatement) {
    NodeId right = tree.child(loop, Field::kRight);
    return tree[at].field == Field::kBody && right != kNoNode &&
           most_rounds(file, right) > kFewRounds;
  }
  if (kind == Kind::kWhileStatement) {
    bool part = tree[at].field == Field::kBody || tree[at].field == Field::kCondition;
    return part && !counts_to_few(tree, tree.child(loop, Field::kCondition));
  }
  if (!is_python_comprehension(kind)) return false;
  NodeId first = tree.child(loop, Kind::kForInClause);
  NodeId right = first == kNoNode ? kNoNode : tree.child(first, Field::kRight);
  return at != first && right != kNoNode && most_rounds(file, right) > kFewRounds;
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

}  // namespace

bool is_python_comprehension(Kind kind) {
  return kind == Kind::kListComprehension || kind == Kind::kSetComprehension ||
         kind == Kind::kDictionaryComprehension || kind == Kind::kGeneratorExpression;
}

long most_rounds(const FileView& file, NodeId iterable) {
  return rounds_of(file, iterable, 0);
}

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
    bool loop = kind == Kind::kForStatement || kind == Kind::kWhileStatement ||
                is_python_comprehension(kind);
    if (loop && !broken_off && repeats(file, up, at)) return up;
    // `break` ends the innermost statement loop alone.
    if (kind == Kind::kForStatement || kind == Kind::kWhileStatement) broken_off = false;
    at = up;
  }
  return kNoNode;
}

}  // namespace stackfit
