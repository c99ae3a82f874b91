#include "facts/javascript/consumer.h"

#include "facts/javascript/script.h"

namespace stackfit {
namespace {

// Arrays in arrays in objects: nobody passes a callback through more.
constexpr int kMostCarriers = 64;

// One climb from a function to its consumer. `at` is the value that carries the function so far.
class Climb {
 public:
  Climb(const SyntaxTree& tree, const ModuleNames& modules, const CallbackKinds& kinds)
      : tree_(tree), modules_(modules), kinds_(kinds) {}

  Consumer from(NodeId function) {
    at_ = function;
    // `{ success() { … } }`: the method is its own pair.
    if (tree_.kind(function) == Kind::kMethodDefinition && !enter_method(function)) return {};
    for (int steps = 0; steps < kMostCarriers; ++steps)
      if (!climb()) return found_;
    return {};
  }

 private:
  bool enter_method(NodeId method) {
    NodeId object = tree_.parent(method);
    if (object == kNoNode || tree_.kind(object) != Kind::kObject) return false;
    found_.key = tree_.child(method, Field::kName);
    at_ = object;
    return true;
  }

  // One step up; false when the climb is over.
  bool climb() {
    NodeId up = tree_.parent(at_);
    if (up == kNoNode) return false;
    Field field = tree_[at_].field;
    switch (tree_.kind(up)) {
      case Kind::kParenthesizedExpression:
      case Kind::kAsExpression:
      case Kind::kSatisfiesExpression:
      case Kind::kNonNullExpression:
      case Kind::kTypeAssertion:
      case Kind::kObject:
        return rise(up);
      case Kind::kTernaryExpression:
        return field != Field::kCondition && rise(up);
      case Kind::kBinaryExpression:
        return field == Field::kRight && chooses(up) && rise(up);
      case Kind::kAssignmentExpression:
        return field == Field::kRight && rise(up);
      case Kind::kPair:
        if (field != Field::kValue) return false;
        if (found_.key == kNoNode) found_.key = tree_.child(up, Field::kKey);
        return rise(up);
      case Kind::kArray:
        if (found_.array == kNoNode) found_.array = up;
        return rise(up);
      case Kind::kMemberExpression:
        return field == Field::kObject && rise_bound(up);
      case Kind::kArguments:
        return reach_call(up);
      case Kind::kJsxExpression:
        found_.role = CallbackRole::kJsx;
        found_.call = tree_.parent(up);
        found_.argument = at_;
        return false;
      default:
        return false;
    }
  }

  bool rise(NodeId up) {
    at_ = up;
    return true;
  }

  bool chooses(NodeId binary) const {
    NodeId operation = tree_.child(binary, Field::kOperator);
    if (operation == kNoNode) return false;
    Kind kind = tree_.kind(operation);
    return kind == Kind::kTokenOrOr || kind == Kind::kTokenAndAnd || kind == Kind::kTokenNullish;
  }

  // `function () {}.bind(this)` is the function; `.call` and `.apply` run it on the spot.
  bool rise_bound(NodeId member) {
    NodeId name = tree_.child(member, Field::kProperty), call = tree_.parent(member);
    bool bound = name != kNoNode && tree_.text(name) == "bind" && call != kNoNode &&
                 tree_.kind(call) == Kind::kCallExpression &&
                 tree_[member].field == Field::kFunction;
    return bound && rise(call);
  }

  bool reach_call(NodeId arguments) {
    NodeId call = tree_.parent(arguments);
    bool constructs = tree_.kind(call) == Kind::kNewExpression;
    if (!constructs && tree_.kind(call) != Kind::kCallExpression) return false;
    NodeId function = tree_.child(call, Field::kFunction);
    if (!constructs && (function == kNoNode || tree_.kind(function) == Kind::kImport)) return false;
    if (!is_real_call(tree_, call)) return false;
    Callee callee = callee_of(tree_, modules_, call);
    if (const Adapter* adapter = constructs ? nullptr : adapter_of(callee, arguments)) {
      found_.takes_error = found_.takes_error || adapter->takes_error;
      // `debounce(fn)` that nobody calls with is an ordinary value.
      NodeId up = tree_.parent(wrapped(tree_, call));
      if (up == kNoNode || tree_.kind(up) != Kind::kExpressionStatement) return rise(call);
    }
    found_.role = constructs ? CallbackRole::kNew : CallbackRole::kArgument;
    found_.call = call;
    found_.argument = at_;
    found_.callee = callee;
    return false;
  }

  // `$.proxy(fn, this)` adapts a function; `el.bind("click", fn)` consumes it.
  const Adapter* adapter_of(const Callee& callee, NodeId arguments) const {
    const Adapter* adapter = kinds_.adapter(callee.last);
    if (!adapter) return nullptr;
    NodeId first = first_named(tree_, arguments);
    if (first == kNoNode || tree_.kind(first) == Kind::kString) return nullptr;
    bool in_place = adapter->any_place || first == at_;
    return in_place ? adapter : nullptr;
  }

  const SyntaxTree& tree_;
  const ModuleNames& modules_;
  const CallbackKinds& kinds_;
  NodeId at_ = kNoNode;
  Consumer found_;
};

}  // namespace

Consumer consumer_of(const SyntaxTree& tree, const ModuleNames& modules, const CallbackKinds& kinds,
                     NodeId function) {
  return Climb(tree, modules, kinds).from(function);
}

}  // namespace stackfit
