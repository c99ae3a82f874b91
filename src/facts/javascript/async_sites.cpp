// The profile of asynchronous styles. A site is one place where a style shows: a completion
// callback (error-first, continuation, a step of a control-flow library), a call of `.then`,
// `.catch` or
// `.finally`, an `await` or `for await`. A function takes part when a site stands directly in it,
// or when it takes a continuation as its last parameter and uses it, makes a promise, or is a
// coroutine.
#include "facts/javascript/async_sites.h"

#include <algorithm>

namespace stackfit {
namespace {

// Functions around a use of `callback` that are asked whether it is theirs.
constexpr std::size_t kMostFrames = 16;

struct Frame {
  NodeId after = 0;
  std::string_view continuation;  ///< last parameter, when its name says continuation
  bool callback = false, then = false, await = false, uses_continuation = false;
  bool is_async = false, in_then = false, is_callback = false;
  bool promises = false, coroutine = false;
};

class Counter {
 public:
  Counter(const SyntaxTree& tree, const CallbackKinds& kinds,
          const std::vector<CallbackFact>& facts)
      : tree_(tree), kinds_(kinds), facts_(facts) {}

  AsyncSites count() {
    for (NodeId id = 0; id < tree_.size(); ++id) {
      while (!open_.empty() && open_.back().after <= id) close();
      visit(id, tree_.kind(id));
    }
    while (!open_.empty()) close();
    return sites_;
  }

 private:
  void visit(NodeId id, Kind kind) {
    if (is_function(kind)) return enter(id);
    switch (kind) {
      case Kind::kAwaitExpression:
        return add_await();
      case Kind::kForInStatement:
        if (tree_.child(id, Kind::kTokenAwait) != kNoNode) add_await();
        return;
      case Kind::kCallExpression:
        return visit_call(id);
      case Kind::kNewExpression:
        return visit_new(id);
      case Kind::kIdentifier:
        return visit_identifier(id);
      default:
        return;
    }
  }

  void add_await() {
    ++sites_.await;
    if (!open_.empty()) open_.back().await = true;
  }

  void visit_call(NodeId id) {
    NodeId function = tree_.child(id, Field::kFunction);
    if (function == kNoNode || tree_.kind(function) != Kind::kMemberExpression) return;
    NodeId property = tree_.child(function, Field::kProperty);
    if (property == kNoNode || !is_then(tree_.text(property))) return;
    ++sites_.then;
    if (!open_.empty()) open_.back().then = true;
  }

  // `new Promise(…)` is no site, but what makes one takes part.
  void visit_new(NodeId id) {
    NodeId constructor = tree_.child(id, Field::kConstructor);
    if (constructor != kNoNode && tree_.text(constructor) == "Promise" && !open_.empty())
      open_.back().promises = true;
  }

  static bool is_then(std::string_view name) {
    return name == "then" || name == "catch" || name == "finally";
  }

  // `callback(…)` or `f(…, callback)`: the function that took it takes part.
  void visit_identifier(NodeId id) {
    NodeId up = tree_.parent(id);
    bool used = up != kNoNode &&
                (tree_.kind(up) == Kind::kArguments ||
                 (tree_.kind(up) == Kind::kCallExpression && tree_[id].field == Field::kFunction));
    if (!used || open_.empty()) return;
    auto text = tree_.text(id);
    auto frames = std::min(open_.size(), kMostFrames);
    for (auto at = open_.rbegin(); at != open_.rbegin() + static_cast<std::ptrdiff_t>(frames); ++at)
      if (at->continuation == text) {
        at->uses_continuation = true;
        if (open_.back().in_then) at->then = true;  // called inside `.then`
        return;
      }
  }

  void enter(NodeId id) {
    // The callback fact of this function belongs to the function around it.
    Frame frame;
    frame.after = tree_[id].after;
    frame.is_async = is_async(tree_, id);
    if (next_ < facts_.size() && facts_[next_].function == id) add_fact(facts_[next_++], frame);
    auto last = parameters_of(tree_, id).last;
    if (kinds_.is_continuation_name(last)) frame.continuation = last;
    open_.push_back(frame);
  }

  void add_fact(const CallbackFact& fact, Frame& frame) {
    const CallbackKind& kind = kinds_.rows()[fact.row];
    if (fact.asynchronous) {
      ++sites_.depths[std::min<std::size_t>(fact.depth, sites_.depths.size() - 1)];
      sites_.deepest = std::max(sites_.deepest, fact.depth);
    }
    frame.is_callback = fact.asynchronous;
    frame.coroutine = kind.id == "executor" && is_generator(tree_.kind(fact.function));
    frame.in_then = kind.id == "promise";
    if (!kind.site) return;
    ++sites_.callback;
    if (!open_.empty()) open_.back().callback = true;
  }

  void close() {
    const Frame& frame = open_.back();
    bool takes_part = frame.callback || frame.then || frame.await || frame.is_async ||
                      frame.is_callback || frame.uses_continuation || frame.promises ||
                      frame.coroutine;
    bool mixed = (frame.await && frame.callback) || (frame.then && frame.is_async) ||
                 (frame.then && frame.uses_continuation);
    sites_.functions += takes_part;
    sites_.mixed += mixed;
    open_.pop_back();
  }

  const SyntaxTree& tree_;
  const CallbackKinds& kinds_;
  const std::vector<CallbackFact>& facts_;
  std::size_t next_ = 0;
  std::vector<Frame> open_;
  AsyncSites sites_;
};

}  // namespace

AsyncSites async_sites(const SyntaxTree& tree, const CallbackKinds& kinds,
                       const std::vector<CallbackFact>& facts) {
  return Counter(tree, kinds, facts).count();
}

}  // namespace stackfit
