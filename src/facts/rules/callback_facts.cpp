// Errors that arrive in callbacks: is the parameter ever looked at, and does somebody hear of it?
#include "facts/rules/callback_facts.h"

#include <algorithm>

#include "facts/javascript/script.h"

namespace stackfit {
namespace {

constexpr int kMostAncestors = 500;
constexpr int kMostFunctions = 32;  // around a place

bool has_parameter(const SyntaxTree& tree, NodeId function, std::string_view name) {
  NodeId list = tree.child(function, Field::kParameters);
  if (list == kNoNode) list = tree.child(function, Field::kParameter);
  return list != kNoNode && mentions(tree, list, name);
}

// Does a function between the reference and `owner` have a parameter of that name?
bool shadowed(const SyntaxTree& tree, NodeId reference, NodeId owner, std::string_view name) {
  NodeId at = function_around(tree, reference);
  for (int steps = 0; at != kNoNode && at != owner && steps < kMostFunctions; ++steps) {
    if (has_parameter(tree, at, name)) return true;
    at = function_around(tree, at);
  }
  return false;
}

bool is_reference(const SyntaxTree& tree, NodeId id) {
  return tree.kind(id) == Kind::kIdentifier || tree.kind(id) == Kind::kShorthandPropertyIdentifier;
}

bool uses_arguments(const SyntaxTree& tree, NodeId function) {
  if (tree.kind(function) == Kind::kArrowFunction) return false;
  for (NodeId at : subtree(tree, function))
    if (is_reference(tree, at) && tree.text(at) == "arguments") return true;
  return false;
}

// A parameter that nothing in its function mentions, neither the body nor a nested function.
bool unused_parameter(const FileView& file, const Test&, NodeId parameter) {
  const SyntaxTree& tree = file.tree;
  NodeId function = function_around(tree, parameter);
  NodeId body = function == kNoNode ? kNoNode : tree.child(function, Field::kBody);
  if (body == kNoNode || uses_arguments(tree, function)) return false;
  auto name = tree.text(parameter);
  for (NodeId at : subtree(tree, body))
    if (is_reference(tree, at) && tree.text(at) == name && !shadowed(tree, at, function, name))
      return false;
  return true;
}

// A callback whose first parameter is the error of what it waits for: not an event, a promise, a
// route or an iteration, and not a guess.
bool error_first_callback(const FileView& file, const Test&, NodeId function) {
  const CallbackFact* fact = callback_at(file, function);
  if (!fact || !fact->asynchronous || fact->broken) return false;
  const CallbackKind& kind = file.kinds.rows()[fact->row];
  if (kind.assumed || !kind.site) return false;
  auto first = parameters_of(file.tree, function).first;
  return !first.starts_with('_') && file.kinds.is_error_name(first);
}

// `function (err) {}`, with nothing in it, not even a comment that says why.
bool empty_body(const FileView& file, const Test&, NodeId function) {
  NodeId body = file.tree.child(function, Field::kBody);
  if (body == kNoNode || file.tree.kind(body) != Kind::kStatementBlock) return false;
  for (NodeId at = file.tree.first_child(body); at != kNoNode; at = file.tree.next_sibling(at))
    if (file.tree.named(at)) return false;
  return true;
}

bool only_comments(const FileView& file, const Test&, NodeId function) {
  NodeId body = file.tree.child(function, Field::kBody);
  return body != kNoNode && file.tree.kind(body) == Kind::kStatementBlock &&
         first_named(file.tree, body) == kNoNode;
}

bool is_continuation(const FileView& file, NodeId identifier) {
  auto name = file.tree.text(identifier);
  if (!file.kinds.is_continuation_name(name)) return false;
  NodeId at = function_around(file.tree, identifier);
  for (int steps = 0; at != kNoNode && steps < kMostFunctions; ++steps) {
    if (parameters_of(file.tree, at).last == name) return true;
    at = function_around(file.tree, at);
  }
  return false;
}

// A call of, or anything that hands on, a continuation within a subtree; "" when there is none.
std::string_view continuation_called_in(const FileView& file, NodeId node) {
  for (NodeId at : subtree(file.tree, node)) {
    bool called = file.tree.kind(at) == Kind::kIdentifier &&
                  file.tree[at].field == Field::kFunction &&
                  file.tree.kind(file.tree.parent(at)) == Kind::kCallExpression;
    if (called && is_continuation(file, at)) return file.tree.text(at);
  }
  return {};
}

// `if (!err) cb(result)` with no `else`, where nothing else in the callback says anything to
// anybody when there is an error.
bool loses_callback(const FileView& file, const Test&, NodeId statement) {
  const SyntaxTree& tree = file.tree;
  NodeId function = function_around(tree, statement);
  NodeId then = tree.child(statement, Field::kConsequence);
  if (function == kNoNode || then == kNoNode) return false;
  if (tree.child(statement, Field::kAlternative) != kNoNode) return false;
  auto name = continuation_called_in(file, then);
  if (name.empty()) return false;
  auto error = parameters_of(tree, function).first;
  NodeId body = tree.child(function, Field::kBody);
  for (NodeId at : subtree(tree, body)) {
    bool inside = at >= statement && at < tree[statement].after;
    if (inside) continue;
    if (tree.kind(at) == Kind::kThrowStatement) return false;
    bool speaks = is_reference(tree, at) && (tree.text(at) == name || tree.text(at) == error);
    if (speaks) return false;
  }
  return error_first_callback(file, {}, function);
}

// The error a callback was given, under its own name.
bool error_parameter(const FileView& file, const Test&, NodeId identifier) {
  NodeId function = function_around(file.tree, identifier);
  auto name = file.tree.text(identifier);
  return function != kNoNode && file.kinds.is_error_name(name) &&
         parameters_of(file.tree, function).first == name;
}

// A call of a continuation that elsewhere in the function around it gets an error or null first.
bool error_first_continuation(const FileView& file, const Test&, NodeId identifier) {
  const SyntaxTree& tree = file.tree;
  if (!is_continuation(file, identifier)) return false;
  auto name = tree.text(identifier);
  NodeId owner = function_around(tree, identifier);
  while (owner != kNoNode && parameters_of(tree, owner).last != name)
    owner = function_around(tree, owner);
  if (owner == kNoNode) return false;
  for (NodeId at : subtree(tree, owner)) {
    if (at == identifier || tree.kind(at) != Kind::kIdentifier || tree.text(at) != name) continue;
    NodeId call = tree.parent(at);
    if (tree.kind(call) != Kind::kCallExpression || tree[at].field != Field::kFunction) continue;
    NodeId first = first_named(tree, tree.child(call, Field::kArguments));
    if (first == kNoNode) continue;
    if (tree.kind(first) == Kind::kNull || file.kinds.is_error_name(tree.text(first))) return true;
  }
  return false;
}

}  // namespace

NodeId function_around(const SyntaxTree& tree, NodeId node) {
  NodeId at = tree.parent(node);
  for (int steps = 0; at != kNoNode && steps < kMostAncestors; ++steps, at = tree.parent(at))
    if (is_function(tree.kind(at))) return at;
  return kNoNode;
}

const CallbackFact* callback_at(const FileView& file, NodeId function) {
  auto at = std::lower_bound(
      file.callbacks.begin(), file.callbacks.end(), function,
      [](const CallbackFact& fact, NodeId wanted) { return fact.function < wanted; });
  return at != file.callbacks.end() && at->function == function ? &*at : nullptr;
}

bool mentions(const SyntaxTree& tree, NodeId node, std::string_view name) {
  for (NodeId at : subtree(tree, node)) {
    Kind kind = tree.kind(at);
    bool identifier = kind == Kind::kIdentifier || kind == Kind::kShorthandPropertyIdentifier ||
                      kind == Kind::kShorthandPropertyIdentifierPattern;
    if (identifier && tree.text(at) == name) return true;
  }
  return false;
}

const std::vector<FilePredicate>& callback_predicates() {
  static const std::vector<FilePredicate> kRows = {
      {"unused-parameter?", 0, 0, unused_parameter},
      {"error-first-callback?", 0, 0, error_first_callback},
      {"empty-body?", 0, 0, empty_body},
      {"only-comments?", 0, 0, only_comments},
      {"loses-callback?", 0, 0, loses_callback},
      {"error-parameter?", 0, 0, error_parameter},
      {"error-first-continuation?", 0, 0, error_first_continuation},
  };
  return kRows;
}

}  // namespace stackfit
