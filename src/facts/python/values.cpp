// What can a name hold? Python says nowhere, but most files show it: `items = []`, `with open(p) as
// f`, `self.out = ""`. A rule that is about lists asks here, and takes no answer for "something
// else". A name's values are all that its scope ever gives it, in whatever order: a name that is a
// list here and a deque there is unknown.
#include "facts/python/values.h"

#include <algorithm>

namespace stackfit {
namespace {

constexpr int kMostNames = 16, kMostAncestors = 500;
constexpr std::size_t kMostValues = 64;

bool is_self(std::string_view name) {
  return name == "self" || name == "cls";
}

// The name that a chain of attributes starts with; kNoNode for any other expression.
NodeId chain_root(const SyntaxTree& tree, NodeId node) {
  for (int steps = 0; node != kNoNode && steps < kMostNames; ++steps) {
    if (tree.kind(node) == Kind::kIdentifier) return node;
    if (tree.kind(node) != Kind::kAttribute) return kNoNode;
    node = tree.child(node, Field::kObject);
  }
  return kNoNode;
}

NodeId class_around(const SyntaxTree& tree, NodeId node) {
  NodeId at = tree.parent(node);
  for (int steps = 0; at != kNoNode && steps < kMostAncestors; ++steps, at = tree.parent(at))
    if (tree.kind(at) == Kind::kClassDefinition) return at;
  return kNoNode;
}

// Value of an unpacked name where both sides are written out: `a, b = 1, []`.
NodeId unpacked(const SyntaxTree& tree, NodeId name, NodeId pattern, NodeId right) {
  auto names = tree.named_children(pattern), values = tree.named_children(right);
  if (names.size() != values.size()) return kNoNode;
  auto at = std::find(names.begin(), names.end(), name);
  return at == names.end() ? kNoNode : values[static_cast<std::size_t>(at - names.begin())];
}

}  // namespace

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
  NodeId root = chain_root(tree_, node);  // most chains start with a local name: asked first
  if (root == kNoNode) return {};
  auto bound = modules_.find(tree_.text(root));
  if (bound == modules_.end() || bound->second.package.empty()) return {};
  NodeId scope = binding_scope(root);
  if (scope != kNoNode && scope != 0) return {};
  std::string path;
  for (; node != root; node = tree_.child(node, Field::kObject)) {
    NodeId name = tree_.child(node, Field::kAttribute);
    if (name == kNoNode) return {};
    path.insert(0, tree_.text(name));
    path.insert(0, 1, '.');
  }
  std::string full(bound->second.package);
  if (!bound->second.name.empty()) full += "." + std::string(bound->second.name);
  return full + path;
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

const std::vector<NodeId>& PythonValues::uses_of(NodeId identifier) {
  if (uses_.empty())
    for (NodeId id = 0; id < tree_.size(); ++id)
      if (tree_.kind(id) == Kind::kIdentifier) uses_[tree_.text(id)].push_back(id);
  return uses_[tree_.text(identifier)];
}

}  // namespace stackfit
