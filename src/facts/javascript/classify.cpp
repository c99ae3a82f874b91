// Decides what kind of callback a function is: words first (the kind table's conditions), then the
// few questions that words cannot answer, each a predicate with a name the table can mention.
#include "facts/javascript/classify.h"

#include <algorithm>
#include <cstdlib>

namespace stackfit {
namespace {

constexpr unsigned kFarArgument = 16;
constexpr std::size_t kLongestName = 40;

NodeId arguments_of(const CallbackSite& site) {
  return site.tree.child(site.consumer.call, Field::kArguments);
}

bool decorator(const CallbackSite& site) {
  NodeId up = site.tree.parent(site.consumer.call);
  return up != kNoNode && site.tree.kind(up) == Kind::kDecorator;
}

bool generator(const CallbackSite& site) {
  return is_generator(site.tree.kind(site.function));
}

bool callee_is_function(const CallbackSite& site) {
  return site.consumer.callee.function;
}

bool first_argument(const CallbackSite& site) {
  return first_named(site.tree, arguments_of(site)) == site.consumer.argument;
}

bool last_argument(const CallbackSite& site) {
  return next_named(site.tree, site.consumer.argument) == kNoNode;
}

// Angular's `["$http", function ($http) {}]`.
bool injected_array(const CallbackSite& site) {
  if (site.consumer.array == kNoNode) return false;
  NodeId first = first_named(site.tree, site.consumer.array);
  return first != kNoNode && site.tree.kind(first) == Kind::kString;
}

bool dollar_parameter(const CallbackSite& site) {
  return site.parameters.first.starts_with('$') || site.parameters.last.starts_with('$');
}

bool error_first(const CallbackSite& site) {
  return site.consumer.takes_error || site.kinds.is_error_name(site.parameters.first);
}

bool two_parameters(const CallbackSite& site) {
  return site.parameters.count >= 2;
}

bool receiver_called(const CallbackSite& site) {
  return site.consumer.callee.receiver_called || site.consumer.callee.called;
}

bool callee_called(const CallbackSite& site) {
  return site.consumer.callee.called;
}

// The leftmost name is a package that the file imports.
bool imported(const CallbackSite& site) {
  return site.consumer.callee.imported;
}

// A function of the project, whatever its name says.
bool own_function(const CallbackSite& site) {
  return site.consumer.callee.root.starts_with(".") ||
         site.same_file.defines(site.consumer.callee.last);
}

// `each(list, function (item, next) {})` and `find({}, function (err, found) {})` are asynchronous;
// `errors.map(function (err, i) {})` is not.
bool not_an_iteration(const CallbackSite& site) {
  const auto& parameters = site.parameters;
  if (parameters.count >= 2 && site.kinds.is_continuation_name(parameters.last)) return true;
  if (!site.kinds.is_error_name(parameters.first)) return false;
  if (parameters.count >= 2) return !site.kinds.is_index(parameters.second);
  return !first_argument(site) && !site.kinds.is_iterator_library(site.consumer.callee.root);
}

ParameterUse use_by_callee(const CallbackSite& site) {
  const Consumer& consumer = site.consumer;
  if (consumer.key != kNoNode || consumer.array != kNoNode) return ParameterUse::kUnknown;
  auto index = argument_index(site.tree, consumer.argument);
  if (consumer.callee.by_call && index > 0) --index;
  return site.same_file.use_of(consumer.callee, index);
}

bool callee_defers(const CallbackSite& site) {
  return use_by_callee(site) == ParameterUse::kDefers;
}

bool callee_calls(const CallbackSite& site) {
  return use_by_callee(site) == ParameterUse::kCalls;
}

bool async_function(const CallbackSite& site) {
  return is_async(site.tree, site.function);
}

// A block, or `() => call()`: something done, not a value computed.
bool does_something(const CallbackSite& site) {
  NodeId body = site.tree.child(site.function, Field::kBody);
  if (body == kNoNode) return false;
  if (site.tree.kind(body) == Kind::kStatementBlock) return true;
  return site.parameters.count == 0 &&
         site.tree.kind(unwrap(site.tree, body)) == Kind::kCallExpression;
}

// `f(…);`, `return f(…)`, `await f(…)`, `() => f(…)`: nobody looks at what the call returns.
bool result_unused(const CallbackSite& site) {
  NodeId call = wrapped(site.tree, site.consumer.call), up = site.tree.parent(call);
  if (up == kNoNode) return false;
  switch (site.tree.kind(up)) {
    case Kind::kExpressionStatement:
    case Kind::kReturnStatement:
    case Kind::kAwaitExpression:
    case Kind::kYieldExpression:
      return true;
    case Kind::kArrowFunction:
      return parameters_of(site.tree, up).count == 0;
    default:
      return false;
  }
}

bool looks_like_continuation(const CallbackSite& site) {
  return site.consumer.key == kNoNode && site.consumer.array == kNoNode && last_argument(site) &&
         does_something(site) && result_unused(site);
}

using Test = bool (*)(const CallbackSite&);
struct NamedTest {
  std::string_view name;
  Test test;
};
constexpr NamedTest kTests[] = {
    {"decorator", decorator},
    {"generator", generator},
    {"callee-is-function", callee_is_function},
    {"first-argument", first_argument},
    {"last-argument", last_argument},
    {"injected-array", injected_array},
    {"dollar-parameter", dollar_parameter},
    {"error-first", error_first},
    {"two-parameters", two_parameters},
    {"receiver-called", receiver_called},
    {"callee-called", callee_called},
    {"imported", imported},
    {"own-function", own_function},
    {"not-an-iteration", not_an_iteration},
    {"callee-defers", callee_defers},
    {"callee-calls", callee_calls},
    {"async-function", async_function},
    {"looks-like-continuation", looks_like_continuation},
};

bool passes(std::string_view name, const CallbackSite& site) {
  for (const auto& row : kTests)
    if (row.name == name) return row.test(site);
  std::abort();  // the table names a test that does not exist
}

bool fits(const CallbackKind& kind, const CallbackSite& site) {
  return (kind.test.empty() || passes(kind.test, site)) &&
         (kind.unless.empty() || !passes(kind.unless, site)) &&
         kind.unless_roots.count(site.consumer.callee.root) == 0;
}

std::string_view key_text(const SyntaxTree& tree, NodeId key) {
  if (key == kNoNode) return {};
  auto literal = literal_text(tree, key);
  return literal.empty() ? tree.text(key) : literal;
}

std::string_view jsx_name(const SyntaxTree& tree, NodeId attribute) {
  if (attribute == kNoNode || tree.kind(attribute) != Kind::kJsxAttribute) return {};
  NodeId name = first_named(tree, attribute);
  return name == kNoNode ? std::string_view() : tree.text(name);
}

KindQuestion question_about(const CallbackSite& site, std::string& pair) {
  const auto& [role, call, argument, key, array, takes_error, callee] = site.consumer;
  KindQuestion question;
  question.role = role == CallbackRole::kNew ? "new" : role == CallbackRole::kJsx ? "jsx" : "call";
  question.carrier = key != kNoNode ? "object" : array != kNoNode ? "array" : "direct";
  question.callee = callee.member ? "member" : "name";
  question.name = role == CallbackRole::kJsx ? jsx_name(site.tree, call) : callee.last;
  question.root = callee.root;
  question.key = key_text(site.tree, key);
  question.first_parameter = takes_error ? "err" : site.parameters.first;
  question.last_parameter = site.parameters.last;
  if (site.parameters.count >= 2)
    pair.append(site.parameters.first).append(" ").append(site.parameters.second);
  question.parameters = pair;
  return question;
}

std::string cut(std::string_view name) {
  if (name.size() <= kLongestName) return std::string(name);
  auto end = kLongestName;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return std::string(name.substr(0, end)) + "…";
}

}  // namespace

std::vector<std::string> callback_test_names() {
  std::vector<std::string> names;
  for (const auto& row : kTests) names.emplace_back(row.name);
  return names;
}

bool is_callback_test(std::string_view name) {
  return std::any_of(std::begin(kTests), std::end(kTests),
                     [&](const NamedTest& row) { return row.name == name; });
}

unsigned argument_index(const SyntaxTree& tree, NodeId argument) {
  unsigned index = 0;
  NodeId at = first_named(tree, tree.parent(argument));
  for (; at != kNoNode && at != argument && index < kFarArgument; ++index)
    at = next_named(tree, at);
  return index;
}

std::size_t classify(const CallbackSite& site) {
  std::string pair;
  auto rows = site.kinds.accepting(question_about(site, pair));
  const auto& kinds = site.kinds.rows();
  for (std::size_t row = 0; row < kinds.size(); ++row)
    if (rows[row] && fits(kinds[row], site)) return row;
  return kinds.size() - 1;  // the last row takes what is left
}

std::string link_label(const SyntaxTree& tree, const Consumer& consumer) {
  const Callee& callee = consumer.callee;
  if (consumer.key != kNoNode) return "{" + cut(key_text(tree, consumer.key)) + "}";
  if (consumer.role == CallbackRole::kJsx) {
    auto name = jsx_name(tree, consumer.call);
    return name.empty() ? "{…}" : cut(name);
  }
  std::string label = consumer.role == CallbackRole::kNew ? "new " : "";
  if (callee.function) return label + "(function)()";
  if (callee.member)
    label += (callee.receiver.empty() ? "(…)" : cut(callee.receiver)) +
             (callee.receiver_called ? "()." : ".");
  label += callee.last.empty() ? "(…)" : cut(callee.last);
  return callee.called ? label + "()" : label;
}

}  // namespace stackfit
