#include "facts/fit/handlers.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/text.h"
#include "rules/data_table.h"

namespace stackfit {
namespace {

struct HandlerNames {
  NameSet objects, methods, first, second, decorators, exported;
  std::vector<std::string> object_endings;
  NameSet python_decorators, python_methods, python_parameters;
  std::vector<std::string> python_bases;
};

HandlerNames read_names() {
  constexpr std::string_view kFile = "data/fit-handlers.toml";
  HandlerNames n;
  for (const auto& row : data_rows(kFile, "registered")) {
    n.objects = row.names("objects");
    n.methods = row.names("methods");
    n.object_endings = row.list("object_endings");
  }
  for (const auto& row : data_rows(kFile, "parameters")) {
    n.first = row.names("first");
    n.second = row.names("second");
  }
  for (const auto& row : data_rows(kFile, "decorated")) n.decorators = row.names("names");
  for (const auto& row : data_rows(kFile, "exported")) n.exported = row.names("names");
  for (const auto& row : data_rows(kFile, "python-decorated"))
    n.python_decorators = row.names("names");
  for (const auto& row : data_rows(kFile, "python-methods")) {
    n.python_methods = row.names("names");
    n.python_bases = row.list("bases");
  }
  for (const auto& row : data_rows(kFile, "python-parameters"))
    n.python_parameters = row.names("names");
  return n;
}

const HandlerNames& names() {
  static const HandlerNames kNames = read_names();
  return kNames;
}

bool ends_in_one_of(std::string_view text, const std::vector<std::string>& endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](const std::string& ending) { return text.ends_with(ending); });
}

// `b.c` of `a.b.c(…)`: the last name of what is called, and what it is called on.
std::string_view last_name(std::string_view text) {
  return text.substr(text.rfind('.') + 1);
}

std::string_view parameter_name(const SyntaxTree& tree, NodeId function, std::size_t index) {
  NodeId list = tree.child(function, Field::kParameters);
  if (list == kNoNode)
    return tree.child(function, Field::kParameter) == kNoNode || index > 0
               ? std::string_view()
               : tree.text(tree.child(function, Field::kParameter));
  auto parameters = tree.named_children(list);
  if (index >= parameters.size()) return {};
  auto text = tree.text(parameters[index]);
  return text.substr(0, text.find_first_of(":=? \n"));
}

// The call whose argument the function is; kNoNode when it is none.
NodeId call_it_is_given_to(const SyntaxTree& tree, NodeId function) {
  NodeId arguments = tree.parent(function);
  if (arguments == kNoNode || tree.kind(arguments) != Kind::kArguments) return kNoNode;
  NodeId call = tree.parent(arguments);
  return call != kNoNode && tree.kind(call) == Kind::kCallExpression ? call : kNoNode;
}

bool is_registered(const SyntaxTree& tree, NodeId function) {
  NodeId call = call_it_is_given_to(tree, function);
  return call != kNoNode && registers_handlers(tree, call);
}

bool is_exported_handler(const SyntaxTree& tree, NodeId function) {
  NodeId named = function;
  NodeId parent = tree.parent(function);
  if (parent == kNoNode) return false;
  if (tree.kind(parent) == Kind::kAssignmentExpression) {
    NodeId left = tree.child(parent, Field::kLeft);
    return left != kNoNode && tree.text(left).find("exports.") != std::string_view::npos &&
           names().exported.count(last_name(tree.text(left))) > 0;
  }
  if (tree.kind(parent) == Kind::kVariableDeclarator) named = parent;
  NodeId name = tree.child(named, Field::kName);
  return name != kNoNode && names().exported.count(tree.text(name)) > 0 &&
         tree.ancestor(named, Kind::kExportStatement) != kNoNode;
}

// Decorators stand before the method they belong to.
bool is_decorated_method(const SyntaxTree& tree, NodeId function) {
  if (tree.kind(function) != Kind::kMethodDefinition) return false;
  NodeId body = tree.parent(function);
  if (body == kNoNode) return false;
  bool decorated = false;
  for (NodeId at = tree.first_child(body); at != kNoNode && at <= function;
       at = tree.next_sibling(at)) {
    if (at == function) break;
    if (tree.kind(at) == Kind::kDecorator) {
      auto text = tree.text(at).substr(1);
      decorated = decorated || names().decorators.count(text.substr(0, text.find('('))) > 0;
    } else if (tree.named(at) && tree.kind(at) != Kind::kComment) {
      decorated = false;
    }
  }
  return decorated;
}

bool is_javascript_handler(const SyntaxTree& tree, NodeId function) {
  bool named_like_one = names().first.count(parameter_name(tree, function, 0)) > 0 &&
                        names().second.count(parameter_name(tree, function, 1)) > 0;
  return named_like_one || is_registered(tree, function) || is_exported_handler(tree, function) ||
         is_decorated_method(tree, function);
}

bool has_handler_decorator(const SyntaxTree& tree, NodeId function) {
  NodeId decorated = tree.parent(function);
  if (decorated == kNoNode || tree.kind(decorated) != Kind::kDecoratedDefinition) return false;
  for (NodeId at = tree.first_child(decorated); at != kNoNode; at = tree.next_sibling(at)) {
    if (tree.kind(at) != Kind::kDecorator) continue;
    auto text = tree.text(at).substr(1);
    if (names().python_decorators.count(last_name(trim(text.substr(0, text.find('('))))) > 0)
      return true;
  }
  return false;
}

bool is_view_method(const SyntaxTree& tree, NodeId function) {
  NodeId name = tree.child(function, Field::kName);
  if (name == kNoNode || names().python_methods.count(tree.text(name)) == 0) return false;
  NodeId type = tree.ancestor(function, Kind::kClassDefinition);
  NodeId bases = type == kNoNode ? kNoNode : tree.child(type, Kind::kArgumentList);
  if (bases == kNoNode) return false;
  auto list = tree.named_children(bases);
  return std::any_of(list.begin(), list.end(), [&](NodeId base) {
    return ends_in_one_of(tree.text(base), names().python_bases);
  });
}

bool is_python_handler(const SyntaxTree& tree, NodeId function) {
  if (tree.kind(function) != Kind::kFunctionDefinition) return false;
  auto first = parameter_name(tree, function, 0);
  if (first == "self") first = parameter_name(tree, function, 1);
  return names().python_parameters.count(first) > 0 || has_handler_decorator(tree, function) ||
         is_view_method(tree, function);
}

bool is_async_function(const SyntaxTree& tree, NodeId function) {
  for (NodeId at = tree.first_child(function); at != kNoNode; at = tree.next_sibling(at)) {
    if (tree.kind(at) == Kind::kTokenAsync) return true;
    if (tree.named(at)) return false;
  }
  return false;
}

}  // namespace

bool is_function_node(Kind kind) {
  switch (kind) {
    case Kind::kFunctionDeclaration:
    case Kind::kFunctionExpression:
    case Kind::kArrowFunction:
    case Kind::kMethodDefinition:
    case Kind::kGeneratorFunction:
    case Kind::kGeneratorFunctionDeclaration:
    case Kind::kFunctionDefinition:
      return true;
    default:
      return false;
  }
}

bool registers_handlers(const SyntaxTree& tree, NodeId call) {
  NodeId callee = tree.child(call, Field::kFunction);
  if (callee == kNoNode || tree.kind(callee) != Kind::kMemberExpression) return false;
  NodeId object = tree.child(callee, Field::kObject), method = tree.child(callee, Field::kProperty);
  if (object == kNoNode || method == kNoNode || names().methods.count(tree.text(method)) == 0)
    return false;
  auto owner = last_name(tree.text(object));
  return names().objects.count(owner) > 0 || ends_in_one_of(owner, names().object_endings);
}

UnitKind unit_kind(const SyntaxTree& tree, NodeId function) {
  bool python = tree.language().is_python();
  if (python ? is_python_handler(tree, function) : is_javascript_handler(tree, function))
    return UnitKind::kHandler;
  return is_async_function(tree, function) ? UnitKind::kAsync : UnitKind::kNone;
}

Enclosing enclosing_unit(const SyntaxTree& tree, NodeId node) {
  Enclosing enclosing;
  for (NodeId at = node; at != kNoNode; at = tree.parent(at)) {
    if (!is_function_node(tree.kind(at))) continue;
    auto kind = unit_kind(tree, at);
    if (kind == UnitKind::kHandler) {
      enclosing.function = at;
      enclosing.in_handler = true;
      enclosing.in_async = enclosing.in_async || is_async_function(tree, at);
      return enclosing;
    }
    if (!enclosing.in_async) enclosing.function = at;
    if (kind == UnitKind::kAsync) enclosing.in_async = true;
  }
  return enclosing;
}

}  // namespace stackfit
