// Where does this line run? At start nobody waits; in a handler, or after an asynchronous step,
// everybody does. The answer comes from the functions around the line, innermost first, by how each
// of them is written or handed on.
#include "facts/rules/code_place.h"

#include <algorithm>

#include "facts/fit/handlers.h"
#include "facts/javascript/consumer.h"
#include "facts/javascript/script.h"
#include "facts/rules/callback_facts.h"
#include "facts/rules/file_tables.h"

namespace stackfit {
namespace {

constexpr int kMostAncestors = 500;

// Calls `visit(function)` for each function around a node, innermost first, until it returns true.
template <class Visit>
bool any_function_around(const SyntaxTree& tree, NodeId node, Visit visit) {
  NodeId at = tree.parent(node);
  for (int steps = 0; at != kNoNode && steps < kMostAncestors; ++steps, at = tree.parent(at))
    if (is_function_node(tree.kind(at)) && visit(at)) return true;
  return false;
}

// `server.on("listening", …)`, `process.once("exit", …)`.
bool handles_startup_event(const FileView& file, NodeId function) {
  const SyntaxTree& tree = file.tree;
  NodeId arguments = tree.parent(function);
  if (arguments == kNoNode || tree.kind(arguments) != Kind::kArguments) return false;
  auto event = literal_text(tree, first_named(tree, arguments));
  if (event.empty()) return false;
  if (file.tables.startup_events.count(event) > 0) return true;
  return file.tables.process_events.count(event) > 0 &&
         callee_of(tree, file.modules, tree.parent(arguments)).root == "process";
}

bool is_startup_name(const FileView& file, std::string_view name) {
  name = name.substr(name.rfind('.') + 1);
  const auto& tables = file.tables;
  if (tables.startup_names.count(name) > 0) return true;
  return std::any_of(tables.startup_beginnings.begin(), tables.startup_beginnings.end(),
                     [&](const std::string& beginning) {
                       if (!name.starts_with(beginning)) return false;
                       auto rest = name.substr(beginning.size());
                       return rest.empty() || (rest[0] >= 'A' && rest[0] <= 'Z') || rest[0] == '_';
                     });
}

// Code of a script that starts with `#!` has no requests.
bool is_script(const SyntaxTree& tree) {
  NodeId first = tree.size() > 0 ? tree.first_child(0) : kNoNode;
  return first != kNoNode && tree.kind(first) == Kind::kHashBangLine;
}

// Among what runs before the first request.
bool at_start(const FileView& file, const Test&, NodeId node) {
  return is_script(file.tree) || any_function_around(file.tree, node, [&](NodeId function) {
           return handles_startup_event(file, function) ||
                  is_startup_name(file, function_name(file.tree, function));
         });
}

// Does the file end the process by itself, as command-line programs do?
bool ends_process(const FileView& file, const Test&, NodeId) {
  return file.tree.source().find("process.exit(") != std::string_view::npos;
}

bool in_handler(const FileView& file, const Test&, NodeId node) {
  bool stopped = false;
  bool found = any_function_around(file.tree, node, [&](NodeId function) {
    stopped = handles_startup_event(file, function);
    return stopped || unit_kind(file.tree, function) == UnitKind::kHandler;
  });
  return found && !stopped;
}

bool takes_continuation(const FileView& file, NodeId function) {
  auto last = parameters_of(file.tree, function).last;
  return last != "resolve" && file.kinds.is_continuation_name(last);
}

bool runs_later(const FileView& file, NodeId function) {
  const CallbackFact* fact = callback_at(file, function);
  if (!fact) return false;
  const CallbackKind& kind = file.kinds.rows()[fact->row];
  return fact->asynchronous && !kind.assumed && kind.weight == CallbackWeight::kOne;
}

// In an async function, one that takes a continuation, or a callback that runs later.
bool in_async(const FileView& file, const Test&, NodeId node) {
  const SyntaxTree& tree = file.tree;
  return any_function_around(tree, node, [&](NodeId function) {
    return is_async(tree, function) || takes_continuation(file, function) ||
           runs_later(file, function);
  });
}

bool is_loop(Kind kind) {
  return kind == Kind::kForStatement || kind == Kind::kForInStatement ||
         kind == Kind::kWhileStatement || kind == Kind::kDoStatement;
}

// In a loop, or in a function that a loop over a list calls; a function that runs on its own ends
// the search.
bool in_loop(const FileView& file, const Test&, NodeId node) {
  const SyntaxTree& tree = file.tree;
  NodeId at = tree.parent(node);
  for (int steps = 0; at != kNoNode && steps < kMostAncestors; ++steps, at = tree.parent(at)) {
    if (is_loop(tree.kind(at))) return true;
    if (!is_function(tree.kind(at))) continue;
    auto consumer = consumer_of(tree, file.modules, file.kinds, at);
    if (consumer.role == CallbackRole::kNone) return false;
    if (unit_kind(tree, at) == UnitKind::kHandler) return false;  // `router.all("/", …)`
    return file.kinds.is_sync_iteration(consumer.callee.last);
  }
  return false;
}

// The loop around a node, or the function that a loop over a list calls; kNoNode without one.
NodeId round_around(const FileView& file, NodeId node) {
  const SyntaxTree& tree = file.tree;
  NodeId at = tree.parent(node);
  for (int steps = 0; at != kNoNode && steps < kMostAncestors; ++steps, at = tree.parent(at))
    if (is_loop(tree.kind(at)) || is_function(tree.kind(at))) return at;
  return kNoNode;
}

// Names that a loop or function binds anew each round: its variables, parameters, and what its
// body declares.
NameSet names_of_round(const SyntaxTree& tree, NodeId round) {
  NameSet names;
  auto add_all = [&](NodeId within) {
    if (within == kNoNode) return;
    for (NodeId at : subtree(tree, within))
      if (tree.kind(at) == Kind::kIdentifier ||
          tree.kind(at) == Kind::kShorthandPropertyIdentifierPattern)
        names.emplace(tree.text(at));
  };
  add_all(tree.child(round, Field::kParameters));
  add_all(tree.child(round, Field::kParameter));
  add_all(tree.child(round, Field::kLeft));
  for (NodeId at : subtree(tree, round))
    if (tree.kind(at) == Kind::kVariableDeclarator) add_all(tree.child(at, Field::kName));
  return names;
}

// The node uses something that differs from round to round of the loop around it, and that loop
// goes on afterwards.
bool varies_in_loop(const FileView& file, const Test&, NodeId node) {
  NodeId round = round_around(file, node);
  if (round == kNoNode) return false;
  const SyntaxTree& tree = file.tree;
  for (NodeId at = node; is_loop(tree.kind(round)) && at != round; at = tree.parent(at))
    if (tree.kind(at) == Kind::kReturnStatement) return false;
  const NameSet names = names_of_round(tree, round);
  for (NodeId at : subtree(tree, node))
    if (tree.kind(at) == Kind::kIdentifier && names.count(tree.text(at)) > 0) return true;
  return false;
}

// `await x`: the value is there whole before the next line runs.
bool awaited_whole(const FileView& file, const Test&, NodeId node) {
  NodeId up = file.tree.parent(node);
  return up != kNoNode && file.tree.kind(up) == Kind::kAwaitExpression;
}

bool ends_with_function(const FileView& file, NodeId call) {
  NodeId list = file.tree.child(call, Field::kArguments), last = kNoNode;
  if (list == kNoNode) return false;
  for (NodeId at = first_named(file.tree, list); at != kNoNode; at = next_named(file.tree, at))
    last = at;
  return last != kNoNode && (is_function(file.tree.kind(last)) ||
                             file.kinds.is_continuation_name(file.tree.text(last)));
}

bool blocks(const FileView& file, const Test&, NodeId call) {
  auto [module, path] = qualify(file, call);
  if (module.empty()) return false;
  auto name = std::string_view(path).substr(path.rfind('.') + 1);
  auto ends = [&](const std::string& ending) { return name.ends_with(ending); };
  for (const auto& api : file.tables.blocking) {
    if (api.modules.count(module) == 0 || api.except.count(name) > 0) continue;
    bool named = api.names.count(name) > 0 || (api.itself && path.empty()) ||
                 std::any_of(api.endings.begin(), api.endings.end(), ends);
    if (named && !(api.without_callback && ends_with_function(file, call))) return true;
  }
  return false;
}

// The text of what a value is stored in: `cache` of `cache = read()`, "" of anything else.
std::string_view stored_in(const SyntaxTree& tree, NodeId value) {
  for (int steps = 0; steps < 8; ++steps) {
    NodeId up = tree.parent(value);
    if (up == kNoNode) return {};
    Kind kind = tree.kind(up);
    bool assigned =
        kind == Kind::kAssignmentExpression || kind == Kind::kAugmentedAssignmentExpression;
    if (assigned) return tree.text(tree.child(up, Field::kLeft));
    bool passes = is_wrapper(kind) || kind == Kind::kCallExpression || kind == Kind::kArguments ||
                  kind == Kind::kMemberExpression || kind == Kind::kBinaryExpression ||
                  kind == Kind::kTernaryExpression || kind == Kind::kAwaitExpression;
    if (!passes) return {};
    value = up;
  }
  return {};
}

// `if (!cache) cache = read()`, `cache = cache || read()`, `cache ??= read()`: done once.
bool memoised(const FileView& file, const Test&, NodeId node) {
  const SyntaxTree& tree = file.tree;
  auto target = stored_in(tree, node);
  NodeId at = node;
  for (int steps = 0; steps < kMostAncestors; ++steps) {
    NodeId up = tree.parent(at);
    if (up == kNoNode || is_function(tree.kind(up))) return false;
    if (tree.kind(up) == Kind::kAugmentedAssignmentExpression) return true;
    if (tree.kind(up) == Kind::kAssignmentExpression && !target.empty()) {
      auto right = tree.text(tree.child(up, Field::kRight));
      if (right.starts_with(target)) return true;
    }
    if (tree.kind(up) == Kind::kIfStatement && !target.empty()) {
      NodeId condition = tree.child(up, Field::kCondition);
      if (condition != kNoNode && tree.text(condition).find(target) != std::string_view::npos)
        return true;
    }
    at = up;
  }
  return false;
}

// `req.query.x`, `request.params`, `ctx.request.body`, or a name of this file set from one.
bool names_request(std::string_view text) {
  for (std::string_view root : {"req.", "request.", "ctx.", "context."}) {
    for (auto at = text.find(root); at != std::string_view::npos; at = text.find(root, at + 1)) {
      bool starts = at == 0 || !(std::isalnum(static_cast<unsigned char>(text[at - 1])) ||
                                 text[at - 1] == '_' || text[at - 1] == '.');
      if (!starts) continue;
      auto rest = text.substr(at + root.size());
      if (rest.starts_with("request.")) rest.remove_prefix(8);
      for (std::string_view part : {"query", "params", "body"})
        if (rest.starts_with(part)) return true;
    }
  }
  return false;
}

bool request_data(const FileView& file, const Test&, NodeId node) {
  const SyntaxTree& tree = file.tree;
  if (names_request(tree.text(node).substr(0, 400))) return true;
  NodeId function = node;
  for (int steps = 0; function != kNoNode && !is_function(tree.kind(function)); ++steps)
    function = tree.parent(function);
  if (function == kNoNode) return false;
  for (NodeId at : subtree(tree, function)) {
    if (tree.kind(at) != Kind::kVariableDeclarator) continue;
    NodeId name = tree.child(at, Field::kName), value = tree.child(at, Field::kValue);
    if (name == kNoNode || value == kNoNode) continue;
    auto text = tree.text(value).substr(0, 400);
    if (!names_request(text) || text.find("Math.min") != std::string_view::npos) continue;
    for (NodeId inner : subtree(tree, node))
      if (tree.kind(inner) == Kind::kIdentifier && mentions(tree, name, tree.text(inner)))
        return true;
  }
  return false;
}

}  // namespace

const std::vector<FilePredicate>& place_predicates() {
  static const std::vector<FilePredicate> kRows = {
      {"in-handler?", 0, 0, in_handler},
      {"in-async?", 0, 0, in_async},
      {"at-start?", 0, 0, at_start},
      {"ends-process?", 0, 0, ends_process},
      {"varies-in-loop?", 0, 0, varies_in_loop},
      {"awaited-whole?", 0, 0, awaited_whole},
      {"in-loop?", 0, 0, in_loop},
      {"blocks?", 0, 0, blocks},
      {"memoised?", 0, 0, memoised},
      {"request-data?", 0, 0, request_data},
  };
  return kRows;
}

}  // namespace stackfit
