// `if (err) cb(err);` without `return` goes on and calls again. For each function and each
// continuation it calls, one walk over the statements in order follows the ways through them: after
// a branch that called, what follows is reached as "may have called". A second call there is a
// finding, unless it was not meant to be excluded:
//   - the first call must stand in a branch (two calls in a row are a visitor or a queue), and
//   - the second must not be guarded by what guarded the first, or by what its branch assigned
//     (`if (err) cb(err); if (!err) cb()`, `if (!called) { called = true; cb(); }`).
// A second use counts as well when the continuation is handed on, as the last argument of a call or
// into an asynchronous callback. A call inside `try` does not reach its `catch`: that would need
// the continuation itself to throw.
#include "facts/javascript/callback_paths.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "facts/javascript/consumer.h"
#include "facts/javascript/script.h"

namespace stackfit {
namespace {

// Statements nested deeper are left out; nobody writes them.
constexpr int kMostDepth = 64;
constexpr std::size_t kMostNames = 8;
constexpr int kMostAncestors = 200;

using Words = std::set<std::string_view>;

Words identifiers_in(const SyntaxTree& tree, NodeId node) {
  Words words;
  for (NodeId at : subtree(tree, node))
    if (tree.kind(at) == Kind::kIdentifier || tree.kind(at) == Kind::kPropertyIdentifier)
      words.insert(tree.text(at));
  return words;
}

Words assigned_in(const SyntaxTree& tree, NodeId node) {
  Words words;
  for (NodeId at : subtree(tree, node))
    if (tree.kind(at) == Kind::kAssignmentExpression)
      if (NodeId left = tree.child(at, Field::kLeft); left != kNoNode)
        words.merge(identifiers_in(tree, left));
  return words;
}

bool meet(const Words& a, const Words& b) {
  return std::any_of(a.begin(), a.end(), [&](auto word) { return b.count(word) > 0; });
}

// Where control stands: can it get here, and has the continuation been called on the way?
struct Flow {
  bool reachable = true;
  NodeId called = kNoNode;
};

Flow merged(const Flow& a, const Flow& b) {
  if (!a.reachable) return b;
  if (!b.reachable) return a;
  return {true, a.called != kNoNode ? a.called : b.called};
}

// One function and one continuation.
class PathWalk {
 public:
  PathWalk(const FileView& file, std::string_view name, std::vector<AnalysisHit>& hits)
      : file_(file), tree_(file.tree), name_(name), hits_(hits) {}

  void run(NodeId body) { block(body, {}, 0); }

 private:
  Flow block(NodeId node, Flow flow, int depth) {
    for (NodeId at = first_named(tree_, node); at != kNoNode; at = next_named(tree_, at))
      flow = statement(at, flow, depth);
    return flow;
  }

  Flow statement(NodeId node, Flow flow, int depth) {
    if (!flow.reachable || depth > kMostDepth) return flow;
    switch (tree_.kind(node)) {
      case Kind::kStatementBlock:
        return block(node, flow, depth + 1);
      case Kind::kIfStatement:
        return branch(node, flow, depth + 1);
      case Kind::kForStatement:
      case Kind::kForInStatement:
      case Kind::kWhileStatement:
      case Kind::kDoStatement:
        return loop(node, flow, depth + 1);
      case Kind::kSwitchStatement:
        return choose(node, flow, depth + 1);
      case Kind::kTryStatement:
        return attempt(node, flow, depth + 1);
      case Kind::kReturnStatement:
      case Kind::kThrowStatement:
        expression(node, flow);
        return {false, kNoNode};
      case Kind::kBreakStatement:
      case Kind::kContinueStatement:
        if (!breaks_.empty()) breaks_.back() = merged(breaks_.back(), flow);
        return {false, kNoNode};
      default:
        return is_function(tree_.kind(node)) ? flow : expression(node, flow);
    }
  }

  Flow branch(NodeId node, Flow flow, int depth) {
    NodeId condition = tree_.child(node, Field::kCondition);
    if (condition != kNoNode) flow = expression(condition, flow);
    guards_.push_back(condition);
    Flow then = flow, otherwise = flow;
    if (NodeId yes = tree_.child(node, Field::kConsequence); yes != kNoNode)
      then = statement(yes, flow, depth);
    if (NodeId no = tree_.child(node, Field::kAlternative); no != kNoNode)
      otherwise = block(no, flow, depth);
    guards_.pop_back();
    return merged(then, otherwise);
  }

  Flow loop(NodeId node, Flow flow, int depth) {
    NodeId body = tree_.child(node, Field::kBody);
    if (body == kNoNode) return flow;
    guards_.push_back(node);
    breaks_.push_back({false, kNoNode});
    Flow after = statement(body, flow, depth);
    after = merged(merged(after, breaks_.back()), flow);
    breaks_.pop_back();
    guards_.pop_back();
    return after;
  }

  Flow choose(NodeId node, Flow flow, int depth) {
    NodeId body = tree_.child(node, Field::kBody);
    if (body == kNoNode) return flow;
    guards_.push_back(tree_.child(node, Field::kValue));
    breaks_.push_back({false, kNoNode});
    Flow from_above{false, kNoNode};
    bool has_default = false;
    for (NodeId at = first_named(tree_, body); at != kNoNode; at = next_named(tree_, at)) {
      has_default = has_default || tree_.kind(at) == Kind::kSwitchDefault;
      guards_.push_back(tree_.child(at, Field::kValue));
      from_above = block(at, merged(from_above, flow), depth);
      guards_.pop_back();
    }
    Flow after = merged(breaks_.back(), from_above);
    if (!has_default) after = merged(after, flow);
    breaks_.pop_back();
    guards_.pop_back();
    return after;
  }

  Flow attempt(NodeId node, Flow flow, int depth) {
    Flow done = flow;
    guards_.push_back(node);
    if (NodeId body = tree_.child(node, Field::kBody); body != kNoNode)
      done = statement(body, flow, depth);
    Flow caught{false, kNoNode};
    if (NodeId handler = tree_.child(node, Kind::kCatchClause); handler != kNoNode)
      if (NodeId body = tree_.child(handler, Field::kBody); body != kNoNode)
        caught = statement(body, flow, depth);
    guards_.pop_back();
    Flow after = merged(done, caught);
    if (NodeId last = tree_.child(node, Kind::kFinallyClause); last != kNoNode)
      if (NodeId body = tree_.child(last, Field::kBody); body != kNoNode)
        after = statement(body, after, depth);
    return after;
  }

  // Every use of the continuation in an expression, nested functions apart unless they run later.
  Flow expression(NodeId node, Flow flow) {
    bool counted = false;
    for (NodeId at = node; at < tree_[node].after; ++at) {
      if (is_function(tree_.kind(at))) {
        if (!counted && runs_later_and_calls(at)) counted = use(at, flow, false);
        at = tree_[at].after - 1;
        continue;
      }
      if (tree_.kind(at) != Kind::kIdentifier || tree_.text(at) != name_) continue;
      NodeId up = tree_.parent(at);
      if (tree_.kind(up) == Kind::kAssignmentExpression && tree_[at].field == Field::kLeft)
        return {true, kNoNode};  // another function from here on
      if (counted) continue;     // `x ? cb(a) : cb(b)` calls once
      if (is_direct_call(at))
        counted = use(at, flow, true);
      else if (is_handed_on(at))
        counted = use(at, flow, false);
    }
    if (leaves_process(node)) flow.reachable = false;
    return flow;
  }

  bool use(NodeId at, Flow& flow, bool direct) {
    if (flow.called != kNoNode) report(flow.called, at, direct);
    if (direct && flow.called == kNoNode) {
      flow.called = at;
      guards_of_[at] = guards_;
    }
    return true;
  }

  bool is_direct_call(NodeId at) const {
    NodeId up = tree_.parent(at);
    if (tree_.kind(up) == Kind::kCallExpression) return tree_[at].field == Field::kFunction;
    if (tree_.kind(up) != Kind::kMemberExpression || tree_[at].field != Field::kObject)
      return false;
    NodeId method = tree_.child(up, Field::kProperty), call = tree_.parent(up);
    bool applied =
        method != kNoNode && (tree_.text(method) == "call" || tree_.text(method) == "apply");
    return applied && tree_.kind(call) == Kind::kCallExpression;
  }

  // The last argument of a call that neither registers nor looks at it.
  bool is_handed_on(NodeId at) const {
    NodeId up = tree_.parent(at);
    if (tree_.kind(up) != Kind::kArguments || next_named(tree_, at) != kNoNode) return false;
    NodeId call = tree_.parent(up);
    if (tree_.kind(call) != Kind::kCallExpression) return false;
    Callee callee = callee_of(tree_, file_.modules, call);
    return !callee.last.empty() && !file_.kinds.is_neutral(callee.last) &&
           !file_.kinds.is_event(callee.last) && !file_.kinds.adapter(callee.last);
  }

  bool runs_later_and_calls(NodeId function) const {
    auto fact = std::find_if(file_.callbacks.begin(), file_.callbacks.end(),
                             [&](const CallbackFact& known) { return known.function == function; });
    if (fact == file_.callbacks.end()) return false;
    const CallbackKind& kind = file_.kinds.rows()[fact->row];
    if (kind.assumed || kind.weight != CallbackWeight::kOne || kind.family == "timer") return false;
    for (NodeId at : subtree(tree_, function))
      if (tree_.kind(at) == Kind::kIdentifier && tree_.text(at) == name_ && is_direct_call(at))
        return true;
    return false;
  }

  bool leaves_process(NodeId node) const {
    auto text = tree_.text(node).substr(0, 40);
    return text.starts_with("process.exit(") || text.starts_with("process.abort(");
  }

  // Words of the conditions that guard one place and not the other.
  Words own_words(const std::vector<NodeId>& guards, std::size_t shared) const {
    Words words;
    for (std::size_t i = shared; i < guards.size(); ++i) {
      if (guards[i] == kNoNode) continue;
      NodeId condition = tree_.child(guards[i], Field::kCondition);
      words.merge(identifiers_in(tree_, condition == kNoNode ? guards[i] : condition));
    }
    return words;
  }

  // `insertCb` may be a helper that is called many times on purpose; a call that hands out a
  // failure, or nothing, ends the work whatever the callback's name.
  bool ends_work(NodeId name) const {
    constexpr std::string_view kPlain[] = {"cb", "callback", "done", "next"};
    if (std::find(std::begin(kPlain), std::end(kPlain), name_) != std::end(kPlain)) return true;
    NodeId call = tree_.parent(name);
    if (tree_.kind(call) != Kind::kCallExpression) return true;  // .call, .apply, handed on
    NodeId list = tree_.child(call, Field::kArguments);
    NodeId value = list == kNoNode ? kNoNode : first_named(tree_, list);
    if (value == kNoNode) return true;
    auto text = tree_.text(value);
    if (text == "null" || text == "undefined" || file_.kinds.is_error_name(text)) return true;
    NodeId type = tree_.child(value, Field::kConstructor);
    return type != kNoNode && tree_.text(type).ends_with("Error");
  }

  void report(NodeId first, NodeId second, bool direct) {
    if (!ends_work(first)) return;
    const auto& before = guards_of_.at(first);
    std::size_t shared = 0;
    while (shared < before.size() && shared < guards_.size() && before[shared] == guards_[shared])
      ++shared;
    if (shared == before.size()) return;  // not in a branch of its own
    Words now = own_words(guards_, shared);
    NodeId outermost = before[shared] == kNoNode ? first : tree_.parent(before[shared]);
    if (meet(own_words(before, shared), now) || meet(assigned_in(tree_, outermost), now)) return;
    if (!reported_.insert(first).second) return;
    AnalysisHit hit;
    hit.node = second;
    hit.confidence = direct ? 0.9 : 0.8;
    hit.slots["callback"] = std::string(name_);
    hit.slots["first"] = std::to_string(tree_.line(first));
    hit.related.push_back({"", tree_.line(first), "called here, and nothing returns behind it"});
    hits_.push_back(std::move(hit));
  }

  const FileView& file_;
  const SyntaxTree& tree_;
  std::string_view name_;
  std::vector<AnalysisHit>& hits_;
  std::vector<NodeId> guards_;  // conditions and loops around the statement in hand
  std::vector<Flow> breaks_;    // of the loops and switches around it
  std::map<NodeId, std::vector<NodeId>> guards_of_;
  std::set<NodeId> reported_;
};

// Is the name the last parameter of this function, or of one around it?
bool is_continuation_here(const FileView& file, NodeId function, std::string_view name) {
  NodeId at = function;
  for (int steps = 0; at != kNoNode && steps < kMostAncestors; ++steps, at = file.tree.parent(at))
    if (is_function(file.tree.kind(at)) && parameters_of(file.tree, at).last == name) return true;
  return false;
}

// The continuations a function itself calls.
std::vector<std::string_view> continuations_called(const FileView& file, NodeId function) {
  const SyntaxTree& tree = file.tree;
  std::vector<std::string_view> names;
  for (NodeId at = function + 1; at < tree[function].after && names.size() < kMostNames; ++at) {
    if (is_function(tree.kind(at))) {
      at = tree[at].after - 1;
      continue;
    }
    if (tree.kind(at) != Kind::kIdentifier) continue;
    auto name = tree.text(at);
    bool plausible = name != "resolve" && name != "reject" && file.kinds.is_continuation_name(name);
    if (!plausible || std::find(names.begin(), names.end(), name) != names.end()) continue;
    if (is_continuation_here(file, function, name)) names.push_back(name);
  }
  return names;
}

}  // namespace

void find_double_calls(const FileView& file, const Rule&, std::vector<AnalysisHit>& hits) {
  for (NodeId id = 0; id < file.tree.size(); ++id) {
    if (!is_function(file.tree.kind(id)) || is_generator(file.tree.kind(id))) continue;
    NodeId body = file.tree.child(id, Field::kBody);
    if (body == kNoNode || file.tree.kind(body) != Kind::kStatementBlock) continue;
    for (auto name : continuations_called(file, id)) PathWalk(file, name, hits).run(body);
  }
}

}  // namespace stackfit
