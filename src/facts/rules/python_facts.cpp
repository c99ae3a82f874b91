// Predicates of rule pages about Python. All are false for other languages. Lists of functions and
// words stand in rules/data/python-apis.toml; a page asks for one by its name.
#include "facts/rules/python_facts.h"

#include <algorithm>

#include "core/text.h"
#include "facts/python/values.h"
#include "facts/rules/file_tables.h"

namespace stackfit {
namespace {

constexpr int kMostAncestors = 500;
constexpr std::size_t kMostText = 2000;

bool is_async_def(const SyntaxTree& tree, NodeId function) {
  return tree.kind(function) == Kind::kFunctionDefinition &&
         tree.child(function, Kind::kTokenAsync) != kNoNode;
}

// The call is part of an async function itself, not of a plain one or a lambda inside it.
bool in_async_def(const FileView& file, const Test&, NodeId node) {
  NodeId function = python_function_around(file.tree, node);
  return function != kNoNode && is_async_def(file.tree, function);
}

// `session.get` where `session = requests.Session()`.
bool is_listed_method(const FileView& file, std::string_view list, NodeId call) {
  const SyntaxTree& tree = file.tree;
  auto rows = file.tables.python.methods.find(list);
  NodeId function = tree.kind(call) == Kind::kCall ? tree.child(call, Field::kFunction) : call;
  if (rows == file.tables.python.methods.end() || function == kNoNode ||
      tree.kind(function) != Kind::kAttribute)
    return false;
  NodeId object = tree.child(function, Field::kObject);
  NodeId method = tree.child(function, Field::kAttribute);
  if (object == kNoNode || method == kNoNode) return false;
  auto values = file.python->values_of(object);
  if (tree.kind(object) == Kind::kCall) values = {{object, object}};
  return std::any_of(values.begin(), values.end(), [&](const PythonValue& given) {
    NodeId value = given.value;
    if (value == kNoNode || tree.kind(value) != Kind::kCall) return false;
    auto maker = file.python->dotted_name(value);
    return std::any_of(rows->second.begin(), rows->second.end(), [&](const PythonMethods& row) {
      return row.makers.count(maker) > 0 && row.names.count(tree.text(method)) > 0;
    });
  });
}

// A function of that list, by its full name or as a method of what another function made; builtins
// stand in the lists by their plain name.
bool listed(const FileView& file, const Test& test, NodeId node) {
  if (!file.python) return false;
  const SyntaxTree& tree = file.tree;
  NodeId name = tree.kind(node) == Kind::kCall ? tree.child(node, Field::kFunction) : node;
  if (name == kNoNode) return false;
  auto dotted = file.python->dotted_name(name);
  if (dotted.empty() && file.python->is_builtin(name)) dotted = tree.text(name);
  return std::any_of(test.texts.begin(), test.texts.end(), [&](const std::string& list) {
    return is_listed(file.tables.python, list, dotted) || is_listed_method(file, list, node);
  });
}

bool builtin(const FileView& file, const Test&, NodeId node) {
  return file.python && file.python->is_builtin(node);
}

bool typed(const FileView& file, const Test& test, NodeId node) {
  if (!file.python) return false;
  auto type = file.python->type_of(node);
  return type != PythonType::kUnknown &&
         std::any_of(test.texts.begin(), test.texts.end(),
                     [&](std::string_view word) { return python_type_named(word) == type; });
}

bool file_imports(const FileView& file, const Test& test, NodeId) {
  return std::any_of(file.imports.begin(), file.imports.end(), [&](const Import& import) {
    auto top = std::string_view(import.module).substr(0, import.module.find('.'));
    return import.dots == 0 &&
           std::find(test.texts.begin(), test.texts.end(), top) != test.texts.end();
  });
}

bool hints(const FileView& file, const Test& test, NodeId node) {
  return std::any_of(test.texts.begin(), test.texts.end(), [&](const std::string& list) {
    return hints_at(file, list, file.tree.text(node));
  });
}

// Some call inside is of a function whose name has a word of one of these lists.
bool calls(const FileView& file, const Test& test, NodeId node) {
  return std::any_of(test.texts.begin(), test.texts.end(),
                     [&](const std::string& list) { return calls_any(file, list, node); });
}

// A method in the body of a class of which there may be many objects.
bool instance_method(const FileView& file, const Test&, NodeId decorated) {
  const SyntaxTree& tree = file.tree;
  NodeId body = tree.parent(decorated);
  NodeId type = body == kNoNode ? kNoNode : tree.parent(body);
  if (type == kNoNode || tree.kind(type) != Kind::kClassDefinition) return false;
  for (NodeId at = tree.first_child(decorated); at != kNoNode; at = tree.next_sibling(at))
    if (tree.kind(at) == Kind::kDecorator && hints_at(file, "no-instance", tree.text(at)))
      return false;
  NodeId bases = tree.child(type, Kind::kArgumentList);
  return bases == kNoNode || !hints_at(file, "few-instances", tree.text(bases));
}

// Is the cache emptied by somebody: `self.names.cache_clear()`?
bool cleared(const SyntaxTree& tree, NodeId decorator) {
  NodeId around = tree.ancestor(decorator, Kind::kDecoratedDefinition);
  NodeId function = around == kNoNode ? kNoNode : tree.child(around, Kind::kFunctionDefinition);
  NodeId name = function == kNoNode ? kNoNode : tree.child(function, Field::kName);
  return name != kNoNode && tree.source().find(std::string(tree.text(name)) + ".cache_clear") !=
                                std::string_view::npos;
}

// `lru_cache` keeps 128 entries unless it is told another number, or None. What is emptied now and
// then is bounded, too.
bool bounded_cache(const FileView& file, const Test&, NodeId decorator) {
  const SyntaxTree& tree = file.tree;
  if (cleared(tree, decorator)) return true;
  bool call = tree.kind(decorator) == Kind::kCall;
  NodeId function = call ? tree.child(decorator, Field::kFunction) : decorator;
  if (function == kNoNode || !tree.text(function).ends_with("lru_cache")) return false;
  for (NodeId at : subtree(tree, decorator))
    if (tree.kind(at) == Kind::kNone) return false;
  return true;
}

// A variable of the module itself, not of a function.
bool module_variable(const FileView& file, const Test&, NodeId name) {
  return file.python && file.tree.kind(name) == Kind::kIdentifier &&
         file.python->binding_scope(name) == 0;
}

}  // namespace

bool hints_at(const FileView& file, std::string_view list, std::string_view text) {
  auto words = file.tables.python.words.find(list);
  if (words == file.tables.python.words.end()) return false;
  auto small = lower(text.substr(0, kMostText));
  return std::any_of(words->second.begin(), words->second.end(), [&](const std::string& word) {
    return small.find(word) != std::string::npos;
  });
}

bool calls_any(const FileView& file, std::string_view list, NodeId node) {
  const SyntaxTree& tree = file.tree;
  for (NodeId at : subtree(tree, node)) {
    if (tree.kind(at) == Kind::kAwait) return true;
    if (tree.kind(at) != Kind::kCall) continue;
    NodeId function = tree.child(at, Field::kFunction);
    if (function != kNoNode && hints_at(file, list, tree.text(function))) return true;
  }
  return false;
}

NodeId python_function_around(const SyntaxTree& tree, NodeId node) {
  NodeId at = node;
  for (int steps = 0; steps < kMostAncestors; ++steps) {
    NodeId up = tree.parent(at);
    if (up == kNoNode) return kNoNode;
    Kind kind = tree.kind(up);
    // Defaults, decorators and bases run where the definition stands.
    if ((kind == Kind::kFunctionDefinition || kind == Kind::kLambda ||
         kind == Kind::kClassDefinition) &&
        tree[at].field == Field::kBody)
      return up;
    at = up;
  }
  return kNoNode;
}

const std::vector<FilePredicate>& python_predicates() {
  constexpr std::size_t kAny = 1000;
  static const std::vector<FilePredicate> kRows = {
      {"in-async-def?", 0, 0, in_async_def},
      {"listed?", 1, kAny, listed},
      {"builtin?", 0, 0, builtin},
      {"typed?", 1, kAny, typed},
      {"file-imports?", 1, kAny, file_imports},
      {"hints-at?", 1, kAny, hints},
      {"calls?", 1, kAny, calls},
      {"instance-method?", 0, 0, instance_method},
      {"bounded-cache?", 0, 0, bounded_cache},
      {"module-variable?", 0, 0, module_variable},
  };
  return kRows;
}

}  // namespace stackfit
