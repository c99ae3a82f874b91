// A call of a helper in the same file need not be guessed at: the helper shows when it calls what
// it is given. One that calls its parameter directly, or hands it to `forEach`, runs it at once;
// one that uses it inside a nested function, or hands it on, runs it later. Where it does both (`if
// (!x) return cb(error)` before the real work), it is asynchronous: the early exit is the
// exception.
#include "facts/javascript/same_file.h"

#include "facts/javascript/consumer.h"
#include "facts/javascript/script.h"

namespace stackfit {
namespace {

// Reading a helper costs its size. Helpers nested in helpers could make that quadratic.
constexpr std::uint64_t kReadingsPerNode = 20;

bool is_self(std::string_view name) {
  return name == "this" || name == "self" || name == "that" || name == "_this" || name == "me" ||
         name == "_self" || name == "exports";
}

}  // namespace

SameFile::SameFile(const SyntaxTree& tree, const ModuleNames& modules, const CallbackKinds& kinds)
    : tree_(tree),
      modules_(modules),
      kinds_(kinds),
      budget_(kReadingsPerNode * (tree.size() + 1000ull)) {}

void SameFile::define(Definitions& into, NodeId name, NodeId function, std::string_view owner) {
  if (name == kNoNode) return;
  auto [at, fresh] = into.emplace(tree_.text(name), Definition{function, owner, false});
  if (!fresh) at->second.ambiguous = true;
}

void SameFile::define_assigned(NodeId left, NodeId function) {
  if (tree_.kind(left) == Kind::kIdentifier) return define(plain_, left, function, "");
  if (tree_.kind(left) != Kind::kMemberExpression) return;
  NodeId object = tree_.child(left, Field::kObject);
  std::string_view owner = "this";
  if (object != kNoNode && tree_.kind(object) == Kind::kIdentifier) owner = tree_.text(object);
  define(members_, tree_.child(left, Field::kProperty), function, owner);
}

void SameFile::build_index() {
  indexed_ = true;
  for (NodeId id = 0; id < tree_.size(); ++id) {
    Kind kind = tree_.kind(id);
    if (!is_function(kind)) continue;
    if (kind == Kind::kMethodDefinition) {
      define(members_, tree_.child(id, Field::kName), id, "this");
      continue;
    }
    if (!is_function_expression(kind)) {
      define(plain_, tree_.child(id, Field::kName), id, "");
      continue;
    }
    NodeId holder = tree_.parent(wrapped(tree_, id));
    if (holder == kNoNode) continue;
    if (tree_.kind(holder) == Kind::kVariableDeclarator)
      define(plain_, tree_.child(holder, Field::kName), id, "");
    else if (tree_.kind(holder) == Kind::kPair)
      define(members_, tree_.child(holder, Field::kKey), id, "this");
    else if (tree_.kind(holder) == Kind::kAssignmentExpression)
      if (NodeId left = tree_.child(holder, Field::kLeft); left != kNoNode)
        define_assigned(left, id);
  }
}

bool SameFile::defines(std::string_view name) {
  if (!indexed_) build_index();
  return plain_.count(name) > 0;
}

NodeId SameFile::definition_of(const Callee& callee) {
  if (callee.last.empty() || callee.called || callee.receiver_called) return kNoNode;
  if (!indexed_) build_index();
  const auto& definitions = callee.member ? members_ : plain_;
  auto at = definitions.find(callee.last);
  if (at == definitions.end() || at->second.ambiguous) return kNoNode;
  const Definition& found = at->second;
  bool same = !callee.member || is_self(callee.receiver) || found.owner == callee.receiver;
  return same ? found.function : kNoNode;
}

ParameterUse SameFile::use_of(const Callee& callee, unsigned index) {
  NodeId function = definition_of(callee);
  if (function == kNoNode) return ParameterUse::kUnknown;
  auto [at, fresh] = known_.emplace(std::pair(function, index), ParameterUse::kUnknown);
  if (fresh) at->second = read_use(function, index);
  return at->second;
}

ParameterUse SameFile::read_use(NodeId function, unsigned index) {
  auto name = parameter_at(tree_, function, index);
  NodeId body = tree_.child(function, Field::kBody);
  auto size = tree_[function].after - function;
  if (name.empty() || body == kNoNode || budget_ < size) return ParameterUse::kUnknown;
  budget_ -= size;
  ParameterUse use = ParameterUse::kUnknown;
  for (NodeId id : subtree(tree_, body)) {
    if (tree_.kind(id) != Kind::kIdentifier || tree_.text(id) != name) continue;
    auto here = use_at(id, function);
    if (here == ParameterUse::kDefers) return here;
    if (here == ParameterUse::kCalls) use = here;
  }
  return use;
}

ParameterUse SameFile::use_at(NodeId reference, NodeId function) {
  NodeId value = wrapped(tree_, reference), up = tree_.parent(value);
  bool called = tree_.kind(up) == Kind::kCallExpression && tree_[value].field == Field::kFunction;
  if (tree_.kind(up) == Kind::kMemberExpression && tree_[value].field == Field::kObject) {
    NodeId method = tree_.child(up, Field::kProperty);
    auto name = method == kNoNode ? std::string_view() : tree_.text(method);
    called = name == "call" || name == "apply";
  }
  bool iterated = false;
  if (!called) {
    auto consumer = consumer_of(tree_, modules_, kinds_, reference);
    if (consumer.role == CallbackRole::kNone) return ParameterUse::kUnknown;
    if (kinds_.is_neutral(consumer.callee.last)) return ParameterUse::kUnknown;
    iterated = kinds_.is_sync_iteration(consumer.callee.last);
    if (!iterated) return ParameterUse::kDefers;
  }
  NodeId at = tree_.parent(reference);
  for (; at != function; at = tree_.parent(at), --budget_) {
    if (budget_ == 0) return ParameterUse::kUnknown;
    if (is_function(tree_.kind(at)) && !runs_within(at)) return ParameterUse::kDefers;
  }
  return ParameterUse::kCalls;
}

// True for a nested function that runs while the one around it runs.
bool SameFile::runs_within(NodeId function) const {
  NodeId value = wrapped(tree_, function), up = tree_.parent(value);
  if (tree_.kind(up) == Kind::kCallExpression && tree_[value].field == Field::kFunction)
    return true;
  auto consumer = consumer_of(tree_, modules_, kinds_, function);
  return consumer.role == CallbackRole::kArgument && kinds_.is_sync_iteration(consumer.callee.last);
}

}  // namespace stackfit
