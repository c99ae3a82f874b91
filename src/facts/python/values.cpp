// What can a name hold? Python says nowhere, but most files show it: `items = []`, `with open(p) as
// f`, `self.out = ""`. A rule that is about lists asks here, and takes no answer for "something
// else". A name's values are all that its scope ever gives it, in whatever order: a name that is a
// list here and a deque there is unknown.
#include "facts/python/values.h"

#include <algorithm>

#include "facts/python/tables.h"

namespace stackfit {
namespace {

constexpr int kMostNames = 16, kMostAncestors = 500, kMostDepth = 4;
constexpr std::size_t kMostValues = 64;

constexpr std::pair<std::string_view, PythonType> kTypes[] = {
    {"none", PythonType::kNone},     {"number", PythonType::kNumber},
    {"string", PythonType::kString}, {"bytes", PythonType::kBytes},
    {"list", PythonType::kList},     {"tuple", PythonType::kTuple},
    {"set", PythonType::kSet},       {"dict", PythonType::kDictionary},
    {"queue", PythonType::kQueue},   {"file", PythonType::kFile},
    {"frame", PythonType::kFrame},   {"array", PythonType::kArray},
};

bool is_self(std::string_view name) {
  return name == "self" || name == "cls";
}

NodeId class_around(const SyntaxTree& tree, NodeId node) {
  NodeId at = tree.parent(node);
  for (int steps = 0; at != kNoNode && steps < kMostAncestors; ++steps, at = tree.parent(at))
    if (tree.kind(at) == Kind::kClassDefinition) return at;
  return kNoNode;
}

bool is_bytes(std::string_view literal) {
  auto prefix = literal.substr(0, literal.find_first_of("'\""));
  return prefix.find_first_of("bB") != std::string_view::npos;
}

// Value of an unpacked name where both sides are written out: `a, b = 1, []`.
NodeId unpacked(const SyntaxTree& tree, NodeId name, NodeId pattern, NodeId right) {
  auto names = tree.named_children(pattern), values = tree.named_children(right);
  if (names.size() != values.size()) return kNoNode;
  auto at = std::find(names.begin(), names.end(), name);
  return at == names.end() ? kNoNode : values[static_cast<std::size_t>(at - names.begin())];
}

// `x = x.append(…)`, `x = x.copy()`: what it was before.
bool updates(const SyntaxTree& tree, NodeId name, NodeId value) {
  if (value == kNoNode || tree.kind(value) != Kind::kCall) return false;
  NodeId function = tree.child(value, Field::kFunction);
  if (function == kNoNode || tree.kind(function) != Kind::kAttribute) return false;
  NodeId object = tree.child(function, Field::kObject),
         method = tree.child(function, Field::kAttribute);
  return object != kNoNode && method != kNoNode && tree.text(object) == tree.text(name) &&
         (tree.text(method) == "append" || tree.text(method) == "copy");
}

// The type's own name in an annotation: `List` of `typing.List[int]`, `str` of `"str"`.
std::string_view annotation_name(std::string_view text) {
  for (std::string_view wrapper : {"Optional[", "typing.Optional[", "\"", "'"})
    if (text.starts_with(wrapper)) text.remove_prefix(wrapper.size());
  text = text.substr(0, text.find_first_of("[]\"' |"));
  return text.substr(text.rfind('.') + 1);
}

}  // namespace

PythonType python_type_named(std::string_view word) {
  for (const auto& [name, type] : kTypes)
    if (name == word) return type;
  return PythonType::kUnknown;
}

const PythonScopes& PythonValues::scopes() {
  build();
  return scopes_;
}

void PythonValues::build() {
  if (built_) return;
  built_ = true;
  scopes_ = python_scopes(tree_);
  std::map<Key, bool> global;
  for (const auto& name : scopes_.globals) global[{name.scope, name.name}] = true;
  for (auto& binding : scopes_.bindings)
    if (!global.empty() && global.contains({binding.scope, binding.name})) binding.scope = 0;
  for (const auto& binding : scopes_.bindings) add_binding(binding);
  for (NodeId id = 0; id < tree_.size(); ++id) {
    if (tree_.kind(id) == Kind::kAttribute) add_attribute(id);
    stars_ = stars_ || tree_.kind(id) == Kind::kWildcardImport;
  }
}

// Each question about a name looks at all of its values: a name with thousands is cut short.
void PythonValues::give(const Key& key, PythonValue value) {
  auto& values = values_[key];
  if (values.size() < kMostValues) values.push_back(value);
}

void PythonValues::add_binding(const PythonBinding& binding) {
  NodeId id = binding.node, parent = tree_.parent(id), value = kNoNode;
  Key key{binding.scope, binding.name};
  switch (tree_.kind(parent)) {
    case Kind::kAssignment:
    case Kind::kNamedExpression:
      value = tree_.child(parent,
                          tree_.kind(parent) == Kind::kAssignment ? Field::kRight : Field::kValue);
      // A bare annotation, `x: int`, gives no value.
      if (value == kNoNode && tree_.kind(parent) == Kind::kAssignment) return;
      break;
    case Kind::kPatternList:
    case Kind::kTuplePattern:
      if (NodeId up = tree_.parent(parent); tree_.kind(up) == Kind::kAssignment)
        if (NodeId right = tree_.child(up, Field::kRight); right != kNoNode)
          value = unpacked(tree_, id, parent, right);
      break;
    case Kind::kAugmentedAssignment:
      return;  // keeps what it has
    case Kind::kAsPatternTarget: {
      NodeId pattern = tree_.parent(parent);
      NodeId around = tree_.parent(pattern);
      bool caught = around != kNoNode && tree_.kind(around) == Kind::kExceptClause;
      if (!caught) value = tree_.first_child(pattern);
      break;
    }
    case Kind::kFunctionDefinition:
      functions_.try_emplace(key, parent);
      if (NodeId type = class_around(tree_, parent); type == binding.scope)
        functions_.try_emplace({type, binding.name}, parent);
      value = parent;
      break;
    case Kind::kTypedParameter:
    case Kind::kTypedDefaultParameter:
      if (NodeId type = tree_.child(parent, Kind::kTypeAnnotation); type != kNoNode)
        if (auto known = annotated_type(type); known != PythonType::kUnknown) value = type;
      break;
    default:
      break;
  }
  give(key, {id, value});
}

void PythonValues::add_attribute(NodeId attribute) {
  NodeId object = tree_.child(attribute, Field::kObject), parent = tree_.parent(attribute);
  if (object == kNoNode || parent == kNoNode || tree_[attribute].field != Field::kLeft ||
      tree_.kind(parent) != Kind::kAssignment || !is_self(tree_.text(object)))
    return;
  NodeId value = tree_.child(parent, Field::kRight);
  if (value != kNoNode) give(key_of(attribute), {attribute, value});
}

PythonValues::Key PythonValues::key_of(NodeId node) {
  if (tree_.kind(node) == Kind::kIdentifier) return {binding_scope(node), tree_.text(node)};
  if (tree_.kind(node) == Kind::kAttribute) {
    NodeId object = tree_.child(node, Field::kObject);
    if (object != kNoNode && is_self(tree_.text(object)))
      return {class_around(tree_, node), tree_.text(node)};
  }
  return {kNoNode, ""};
}

NodeId PythonValues::binding_scope(NodeId identifier) {
  build();
  auto name = tree_.text(identifier);
  NodeId scope = scopes_.scope_of[identifier];
  for (int steps = 0; steps < kMostAncestors; ++steps) {
    if (values_.contains({scope, name})) return scope;
    if (scope == 0) return kNoNode;
    scope = outer_scope(tree_, scopes_, scope);
  }
  return kNoNode;
}

bool PythonValues::is_builtin(NodeId identifier) {
  build();
  return tree_.kind(identifier) == Kind::kIdentifier && !stars_ &&
         modules_.count(tree_.text(identifier)) == 0 && binding_scope(identifier) == kNoNode;
}

std::string PythonValues::dotted_name(NodeId node) {
  build();
  if (tree_.kind(node) == Kind::kCall) node = tree_.child(node, Field::kFunction);
  std::string path;
  for (int steps = 0; node != kNoNode && steps < kMostNames; ++steps) {
    if (tree_.kind(node) == Kind::kIdentifier) {
      auto bound = modules_.find(tree_.text(node));
      if (bound == modules_.end() || bound->second.package.empty()) return {};
      NodeId scope = binding_scope(node);
      if (scope != kNoNode && scope != 0) return {};
      std::string full(bound->second.package);
      if (!bound->second.name.empty()) full += "." + std::string(bound->second.name);
      return full + path;
    }
    if (tree_.kind(node) != Kind::kAttribute) return {};
    NodeId name = tree_.child(node, Field::kAttribute);
    if (name == kNoNode) return {};
    path = "." + std::string(tree_.text(name)) + path;
    node = tree_.child(node, Field::kObject);
  }
  return {};
}

const std::vector<PythonValue>& PythonValues::values_of(NodeId node) {
  static const std::vector<PythonValue> kNothing;
  build();
  auto at = values_.find(key_of(node));
  return at == values_.end() ? kNothing : at->second;
}

NodeId PythonValues::function_of(NodeId name) {
  build();
  Key key = key_of(name);
  if (tree_.kind(name) == Kind::kAttribute && !key.second.empty())
    key.second = key.second.substr(key.second.find('.') + 1);
  auto at = functions_.find(key);
  return at == functions_.end() ? kNoNode : at->second;
}

PythonType PythonValues::type_of(NodeId expression) {
  build();
  return type_of(expression, 0);
}

PythonType PythonValues::annotated_type(NodeId annotation) const {
  auto row = tables_.named_types.find(annotation_name(tree_.text(annotation)));
  return row == tables_.named_types.end() ? PythonType::kUnknown : python_type_named(row->second);
}

PythonType PythonValues::type_of_call(NodeId call, int depth) {
  NodeId function = tree_.child(call, Field::kFunction);
  if (function == kNoNode) return PythonType::kUnknown;
  auto type_in = [](const auto& table, std::string_view name) {
    auto row = table.find(name);
    return row == table.end() ? PythonType::kUnknown : python_type_named(row->second);
  };
  if (is_builtin(function)) return type_in(tables_.made_types, tree_.text(function));
  if (auto dotted = dotted_name(function); !dotted.empty())
    return type_in(tables_.made_types, dotted);
  if (tree_.kind(function) != Kind::kAttribute) return PythonType::kUnknown;
  NodeId object = tree_.child(function, Field::kObject);
  NodeId method = tree_.child(function, Field::kAttribute);
  if (object == kNoNode || method == kNoNode) return PythonType::kUnknown;
  auto name = tree_.text(method);
  if (name == "copy") return type_of(object, depth + 1);
  return type_in(tables_.made_types, "." + std::string(name));
}

PythonType PythonValues::type_of_values(NodeId node, int depth) {
  PythonType known = PythonType::kUnknown;
  for (const auto& [name, value] : values_of(node)) {
    PythonType type = value == kNoNode                             ? PythonType::kUnknown
                      : tree_.kind(value) == Kind::kTypeAnnotation ? annotated_type(value)
                                                                   : type_of(value, depth + 1);
    if (type == PythonType::kNone || updates(tree_, name, value)) continue;
    if (type == PythonType::kUnknown || (known != PythonType::kUnknown && known != type))
      return PythonType::kUnknown;
    known = type;
  }
  return known;
}

PythonType PythonValues::type_of(NodeId expression, int depth) {
  if (depth > kMostDepth) return PythonType::kUnknown;
  switch (tree_.kind(expression)) {
    case Kind::kString:
      return is_bytes(tree_.text(expression)) ? PythonType::kBytes : PythonType::kString;
    case Kind::kConcatenatedString:
      return PythonType::kString;
    case Kind::kInteger:
    case Kind::kFloat:
      return PythonType::kNumber;
    case Kind::kNone:
      return PythonType::kNone;
    case Kind::kList:
    case Kind::kListComprehension:
      return PythonType::kList;
    case Kind::kTuple:
      return PythonType::kTuple;
    case Kind::kSet:
    case Kind::kSetComprehension:
      return PythonType::kSet;
    case Kind::kDictionary:
    case Kind::kDictionaryComprehension:
      return PythonType::kDictionary;
    case Kind::kParenthesizedExpression:
    case Kind::kAwait: {
      auto inside = tree_.named_children(expression);
      return inside.empty() ? PythonType::kUnknown : type_of(inside.front(), depth + 1);
    }
    case Kind::kBinaryOperator: {
      // `[0] * n`, `"a" + b`, `"%s" % x`.
      NodeId left = tree_.child(expression, Field::kLeft),
             right = tree_.child(expression, Field::kRight);
      auto type = left == kNoNode ? PythonType::kUnknown : type_of(left, depth + 1);
      if (type != PythonType::kUnknown && type != PythonType::kNumber) return type;
      return right == kNoNode ? type : type_of(right, depth + 1);
    }
    case Kind::kCall:
      return type_of_call(expression, depth);
    case Kind::kIdentifier:
    case Kind::kAttribute:
      return type_of_values(expression, depth);
    default:
      return PythonType::kUnknown;
  }
}

}  // namespace stackfit
