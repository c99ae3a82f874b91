// Without types, a promise is only known by what is done with it: `.then` was called, `new Promise`
// was written, or the function called stands in this file and is async. These are the provable
// cases; a checker that knows types finds more.
#include "facts/rules/promise_facts.h"

#include <algorithm>

#include "facts/javascript/script.h"
#include "facts/rules/callback_facts.h"
#include "facts/rules/file_tables.h"

namespace stackfit {
namespace {

constexpr int kMostLinks = 64;
constexpr int kMostAncestors = 500;

unsigned argument_count(const SyntaxTree& tree, NodeId call) {
  NodeId list = tree.child(call, Field::kArguments);
  unsigned count = 0;
  if (list != kNoNode)
    for (NodeId at = first_named(tree, list); at != kNoNode; at = next_named(tree, at)) ++count;
  return count;
}

// One call of a chain `a().then(b).catch(c)`: its method, and the call it is made on.
struct Link {
  std::string_view method;
  NodeId object = kNoNode;
};

Link link_of(const SyntaxTree& tree, NodeId call) {
  NodeId function = tree.child(call, Field::kFunction);
  if (function == kNoNode || tree.kind(function) != Kind::kMemberExpression) return {};
  NodeId name = tree.child(function, Field::kProperty);
  NodeId object = tree.child(function, Field::kObject);
  if (name == kNoNode || object == kNoNode) return {};
  return {tree.text(name), unwrap(tree, object)};
}

// A chain with a `then` for success alone and nothing that takes its failure.
bool unhandled_chain(const FileView& file, const Test&, NodeId call) {
  const SyntaxTree& tree = file.tree;
  bool then = false;
  for (int links = 0; links < kMostLinks && tree.kind(call) == Kind::kCallExpression; ++links) {
    auto [method, object] = link_of(tree, call);
    if (object == kNoNode) break;
    if (file.tables.promise_ends.count(method) > 0) return false;
    if (method == "then") {
      if (argument_count(tree, call) != 1) return false;
      then = true;
    }
    call = object;
  }
  if (!then) return false;
  auto root = callee_of(tree, file.modules, call).root;
  if (root.empty()) root = tree.text(call);
  root = root.substr(0, root.find_first_of(".(["));
  return file.tables.no_promise_roots.count(root) == 0;
}

// Everything the function does stands in a `try` whose handler does not throw again.
bool catches_all(const SyntaxTree& tree, NodeId function) {
  NodeId body = tree.child(function, Field::kBody);
  if (body == kNoNode || tree.kind(body) != Kind::kStatementBlock) return false;
  for (NodeId at = first_named(tree, body); at != kNoNode; at = next_named(tree, at)) {
    if (tree.kind(at) == Kind::kTryStatement) {
      NodeId handler = tree.child(at, Kind::kCatchClause);
      if (handler == kNoNode) return false;
      for (NodeId inner : subtree(tree, handler))
        if (tree.kind(inner) == Kind::kThrowStatement) return false;
      continue;
    }
    // Whatever cannot fail: declarations of constants, early exits, flags.
    for (NodeId inner : subtree(tree, at)) {
      Kind kind = tree.kind(inner);
      if (kind == Kind::kAwaitExpression || kind == Kind::kThrowStatement) return false;
    }
  }
  return true;
}

bool can_fail(const SyntaxTree& tree, NodeId function) {
  for (NodeId at : subtree(tree, function)) {
    Kind kind = tree.kind(at);
    if (kind == Kind::kAwaitExpression || kind == Kind::kThrowStatement) return true;
  }
  return false;
}

// A call of an async function of this file whose failure nobody would see. At module level a
// failure ends the program, and everybody sees it.
bool calls_own_async(const FileView& file, const Test&, NodeId call) {
  const SyntaxTree& tree = file.tree;
  bool inside = false;
  NodeId at = tree.parent(call);
  for (int steps = 0; at != kNoNode && steps < kMostAncestors; ++steps, at = tree.parent(at))
    inside = inside || is_function(tree.kind(at));
  if (!inside) return false;
  Callee callee = callee_of(tree, file.modules, call);
  NodeId function = file.same_file.definition_of(callee);
  return function != kNoNode && is_async(tree, function) && can_fail(tree, function) &&
         !catches_all(tree, function);
}

bool can_reject(const FileView& file, const Test&, NodeId executor) {
  const SyntaxTree& tree = file.tree;
  auto reject = parameters_of(tree, executor).second;
  NodeId body = tree.child(executor, Field::kBody);
  return !reject.empty() && body != kNoNode && mentions(tree, body, reject);
}

// `load().then((x) => done(null, x)).catch(done)`: asked about the call of `done`. Only the
// function handed to the `then` counts, not what runs after it.
bool catch_calls_again(const FileView& file, const Test&, NodeId call) {
  const SyntaxTree& tree = file.tree;
  NodeId callee = tree.child(call, Field::kFunction);
  if (callee == kNoNode || !file.kinds.is_continuation_name(tree.text(callee))) return false;
  NodeId function = function_around(tree, call);
  NodeId list = function == kNoNode ? kNoNode : tree.parent(function);
  if (list == kNoNode || tree.kind(list) != Kind::kArguments) return false;
  NodeId then = tree.parent(list);
  if (link_of(tree, then).method != "then" || argument_count(tree, then) != 1) return false;
  for (int links = 0; links < kMostLinks; ++links) {
    NodeId member = tree.parent(then);
    if (member == kNoNode || tree.kind(member) != Kind::kMemberExpression) return false;
    NodeId next = tree.parent(member);
    if (next == kNoNode || tree.kind(next) != Kind::kCallExpression) return false;
    if (link_of(tree, next).method == "catch") {
      NodeId handlers = tree.child(next, Field::kArguments);
      return handlers != kNoNode && mentions(tree, handlers, tree.text(callee));
    }
    then = next;
  }
  return false;
}

bool catches_everything(const FileView& file, const Test&, NodeId function) {
  return catches_all(file.tree, function);
}

// Awaits in loops.

NodeId loop_around(const SyntaxTree& tree, NodeId node) {
  NodeId below = node, at = tree.parent(node);
  for (int steps = 0; at != kNoNode && steps < kMostAncestors; ++steps) {
    if (is_function(tree.kind(at))) return kNoNode;
    bool body = tree[below].field == Field::kBody;
    switch (tree.kind(at)) {
      case Kind::kForStatement:
      case Kind::kForInStatement:
        return body ? at : kNoNode;
      case Kind::kWhileStatement:
      case Kind::kDoStatement:
        return kNoNode;
      default:
        break;
    }
    below = at;
    at = tree.parent(at);
  }
  return kNoNode;
}

// `for (const x of xs)`, not `for await`, over something that is not spelt out on the spot.
bool walks_collection(const SyntaxTree& tree, NodeId loop) {
  if (tree.kind(loop) == Kind::kForStatement) {
    NodeId condition = tree.child(loop, Field::kCondition);
    return condition != kNoNode && tree.text(condition).find(".length") != std::string_view::npos;
  }
  bool of = tree.child(loop, Kind::kTokenOf) != kNoNode;
  bool awaits = tree.child(loop, Kind::kTokenAwait) != kNoNode;
  NodeId list = tree.child(loop, Field::kRight);
  return of && !awaits && list != kNoNode && tree.kind(unwrap(tree, list)) != Kind::kArray;
}

using Words = NameSet;

void add_names(const SyntaxTree& tree, NodeId node, Words& words) {
  for (NodeId at : subtree(tree, node)) {
    Kind kind = tree.kind(at);
    if (kind == Kind::kIdentifier || kind == Kind::kShorthandPropertyIdentifierPattern)
      words.insert(std::string(tree.text(at)));
  }
}

// The loop's variable, and what its body declares.
Words names_of_one_round(const SyntaxTree& tree, NodeId loop, NodeId body) {
  Words words;
  NodeId head = tree.child(loop, Field::kLeft);
  if (head == kNoNode) head = tree.child(loop, Field::kInitializer);
  if (head != kNoNode) add_names(tree, head, words);
  for (NodeId at : subtree(tree, body))
    if (tree.kind(at) == Kind::kVariableDeclarator)
      if (NodeId name = tree.child(at, Field::kName); name != kNoNode) add_names(tree, name, words);
  return words;
}

// What a round leaves for the next: an early end, or a change of something declared outside.
bool rounds_depend(const SyntaxTree& tree, NodeId body, const Words& own) {
  for (NodeId at = body; at < tree[body].after; ++at) {
    Kind kind = tree.kind(at);
    if (is_function(kind)) {
      at = tree[at].after - 1;
      continue;
    }
    if (kind == Kind::kBreakStatement || kind == Kind::kReturnStatement ||
        kind == Kind::kThrowStatement || kind == Kind::kYieldExpression)
      return true;
    bool changes = kind == Kind::kAssignmentExpression || kind == Kind::kUpdateExpression ||
                   kind == Kind::kAugmentedAssignmentExpression;
    if (!changes) continue;
    NodeId left = tree.child(at, kind == Kind::kUpdateExpression ? Field::kArgument : Field::kLeft);
    if (left == kNoNode) return true;
    if (tree.kind(left) == Kind::kIdentifier && own.count(tree.text(left)) == 0) return true;
  }
  return false;
}

bool hints_at_order(const Words& order, std::string_view text) {
  std::string lowered;
  for (char c : text) lowered += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return std::any_of(order.begin(), order.end(), [&](const std::string& word) {
    return lowered.find(word) != std::string::npos;
  });
}

// The first await of a loop over a collection whose rounds do not need each other.
bool needless_wait(const FileView& file, const Test&, NodeId await) {
  const SyntaxTree& tree = file.tree;
  NodeId loop = loop_around(tree, await);
  if (loop == kNoNode || !walks_collection(tree, loop)) return false;
  NodeId body = tree.child(loop, Field::kBody);
  for (NodeId at = body; at < await; ++at)
    if (tree.kind(at) == Kind::kAwaitExpression)
      return false;  // an earlier one speaks for the loop
  auto own = names_of_one_round(tree, loop, body);
  if (rounds_depend(tree, body, own)) return false;
  if (hints_at_order(file.tables.order_words, tree.text(loop))) return false;
  for (NodeId at : subtree(tree, await))
    if (tree.kind(at) == Kind::kIdentifier && own.count(tree.text(at)) > 0) return true;
  return false;
}

}  // namespace

const std::vector<FilePredicate>& promise_predicates() {
  static const std::vector<FilePredicate> kRows = {
      {"unhandled-chain?", 0, 0, unhandled_chain},     {"calls-own-async?", 0, 0, calls_own_async},
      {"catch-calls-again?", 0, 0, catch_calls_again}, {"can-reject?", 0, 0, can_reject},
      {"catches-all?", 0, 0, catches_everything},      {"needless-wait?", 0, 0, needless_wait},
  };
  return kRows;
}

}  // namespace stackfit
