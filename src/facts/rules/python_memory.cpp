// A container of a module lives as long as the process. What only ever adds to it is a leak, unless
// there is an end to what can be added: names of classes, handlers that register themselves, what a
// file says that is read once. Whoever else can reach the container may empty it, so one that is
// returned or handed on proves nothing.
#include "facts/rules/python_memory.h"

#include <algorithm>
#include <charconv>

#include "facts/python/values.h"
#include "facts/rules/python_code.h"
#include "facts/rules/python_facts.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostUses = 200;

bool is_any_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

// `{}`, `[]`, `set()`, `defaultdict(list)`: nothing in it yet.
bool is_empty_container(const FileView& file, NodeId value) {
  const SyntaxTree& tree = file.tree;
  if (value == kNoNode) return false;
  Kind kind = tree.kind(value);
  if (kind == Kind::kList || kind == Kind::kDictionary) return tree.named_children(value).empty();
  NodeId function = kind == Kind::kCall ? tree.child(value, Field::kFunction) : kNoNode;
  if (function == kNoNode) return false;
  NodeId list = tree.child(value, Field::kArguments);
  bool empty = list != kNoNode && tree.named_children(list).empty();
  if (file.python->is_builtin(function))
    return empty && is_any_of(tree.text(function), {"dict", "list", "set"});
  auto name = file.python->dotted_name(function);
  return name == "collections.defaultdict" || (empty && name == "collections.OrderedDict");
}

enum class Use : std::uint8_t { kRead, kGrows, kEnds };

Use use_as_object(const SyntaxTree& tree, NodeId attribute) {
  NodeId method = tree.child(attribute, Field::kAttribute);
  auto name = method == kNoNode ? std::string_view() : tree.text(method);
  if (is_any_of(name, {"append", "add", "setdefault", "update", "extend", "insert"}))
    return Use::kGrows;
  return is_any_of(name, {"get", "items", "keys", "values", "copy", "count", "index", "sort"})
             ? Use::kRead
             : Use::kEnds;
}

Use use_as_container(const SyntaxTree& tree, NodeId element) {
  NodeId around = tree.parent(element);
  if (tree.kind(around) == Kind::kDeleteStatement) return Use::kEnds;
  bool stored =
      tree.kind(around) == Kind::kAssignment || tree.kind(around) == Kind::kAugmentedAssignment;
  if (tree[element].field == Field::kLeft && stored) return Use::kGrows;
  // `table[key].append(x)` of a defaultdict.
  bool inner = tree.kind(around) == Kind::kAttribute && tree[element].field == Field::kObject;
  return inner && use_as_object(tree, around) == Use::kGrows ? Use::kGrows : Use::kRead;
}

// What one mention of the container does to it. Whatever may hand it on, ends the question.
Use use_of(const FileView& file, NodeId name) {
  const SyntaxTree& tree = file.tree;
  NodeId up = tree.parent(name);
  switch (tree.kind(up)) {
    case Kind::kAttribute:
      return use_as_object(tree, up);
    case Kind::kSubscript:
      return tree[name].field == Field::kValue ? use_as_container(tree, up) : Use::kRead;
    case Kind::kAssignment:
      return tree[name].field == Field::kLeft ? Use::kRead : Use::kEnds;
    case Kind::kComparisonOperator:
    case Kind::kGlobalStatement:
    case Kind::kForStatement:
    case Kind::kForInClause:
    case Kind::kIfStatement:
    case Kind::kNotOperator:
      return Use::kRead;
    case Kind::kArgumentList: {
      NodeId function = tree.child(tree.parent(up), Field::kFunction);
      bool reads = function != kNoNode && file.python->is_builtin(function) &&
                   is_any_of(tree.text(function),
                             {"sorted", "list", "any", "all", "sum", "min", "max", "print", "str"});
      return reads ? Use::kRead : Use::kEnds;  // `len(cache) > 100` too
    }
    default:
      return Use::kEnds;
  }
}

bool is_literal(Kind kind) {
  return kind == Kind::kString || kind == Kind::kInteger || kind == Kind::kNone ||
         kind == Kind::kConcatenatedString;
}

// Is the function called while the module loads, or in its main guard?
bool called_at_module_level(const FileView& file, NodeId function) {
  const SyntaxTree& tree = file.tree;
  NodeId name = tree.child(function, Field::kName);
  if (name == kNoNode) return true;
  const auto& uses = file.python->uses_of(name);
  return std::any_of(uses.begin(), uses.end(), [&](NodeId use) {
    return use != name && python_function_around(tree, use) == kNoNode;
  });
}

// Does the function keep its own argument, or something of it, and give it back, as a decorator
// does?
bool gives_back(const SyntaxTree& tree, NodeId function, NodeId value) {
  NodeId parameters = tree.child(function, Field::kParameters);
  if (value == kNoNode || parameters == kNoNode) return false;
  for (NodeId at : subtree(tree, function)) {
    if (tree.kind(at) != Kind::kReturnStatement) continue;
    auto given = tree.named_children(at);
    if (given.size() != 1 || tree.kind(given.front()) != Kind::kIdentifier) continue;
    auto name = tree.text(given.front());
    if (mentions_name(tree, value, name) && mentions_name(tree, parameters, name)) return true;
  }
  return false;
}

// What the write adds, by what: the key or the element, and the value.
struct Added {
  NodeId key = kNoNode;
  NodeId value = kNoNode;
};
Added added_by(const SyntaxTree& tree, NodeId name) {
  NodeId up = tree.parent(name);
  if (tree.kind(up) == Kind::kSubscript) {
    auto parts = tree.named_children(up);
    NodeId assignment = tree.parent(up);
    return {parts.size() == 2 ? parts[1] : kNoNode, tree.child(assignment, Field::kRight)};
  }
  NodeId call = tree.parent(up), list = tree.child(call, Field::kArguments);
  auto arguments = list == kNoNode ? std::vector<NodeId>() : tree.named_children(list);
  if (arguments.empty()) return {};
  return {arguments.front(), arguments.back()};
}

// Does this write add without end? Its key comes from the function's own names, and the function is
// neither one that sets the module up nor one by which others register.
bool adds_without_end(const FileView& file, NodeId name) {
  const SyntaxTree& tree = file.tree;
  NodeId function = python_function_around(tree, name);
  if (function == kNoNode || tree.kind(function) != Kind::kFunctionDefinition) return false;
  NodeId own = tree.child(function, Field::kName);
  if (own == kNoNode || hints_at(file, "registering", tree.text(own))) return false;
  NodeId outer = python_function_around(tree, function);
  if (outer != kNoNode && tree.kind(outer) == Kind::kFunctionDefinition) return false;
  Added added = added_by(tree, name);
  if (added.key == kNoNode || is_literal(tree.kind(added.key))) return false;
  if (hints_at(file, "few-keys", tree.text(added.key))) return false;
  bool from_function = false;
  for (NodeId at : subtree(tree, added.key))
    if (tree.kind(at) == Kind::kIdentifier) {
      NodeId scope = file.python->binding_scope(at);
      // `request.path` of an imported request, too.
      bool imported = scope == kNoNode && tree[at].field == Field::kObject;
      from_function = from_function || imported || (scope != kNoNode && scope != 0);
    }
  return from_function && !gives_back(tree, function, added.value) &&
         !called_at_module_level(file, function);
}

// The name of a container of the module, where the first function writes to it that adds without
// end, and nothing in the file takes anything out.
bool grows_forever(const FileView& file, const Test&, NodeId name) {
  if (!file.python || file.tree.kind(name) != Kind::kIdentifier ||
      file.python->binding_scope(name) != 0)
    return false;
  const auto& values = file.python->values_of(name);
  if (values.size() != 1 || !is_empty_container(file, values.front().value)) return false;
  const auto& uses = file.python->uses_of(name);
  if (uses.size() > kMostUses) return false;
  NodeId first = kNoNode;
  for (NodeId use : uses) {
    if (file.python->binding_scope(use) != 0) continue;
    Use how = use_of(file, use);
    if (how == Use::kEnds) return false;
    if (how == Use::kGrows && first == kNoNode && adds_without_end(file, use)) first = use;
  }
  return first == name;
}

// More statements than that, blocks of functions inside it included.
bool longer_than(const FileView& file, const Test& test, NodeId name) {
  const SyntaxTree& tree = file.tree;
  const auto& text = test.texts.front();
  std::size_t most = 0, statements = 0;
  std::from_chars(text.data(), text.data() + text.size(), most);
  for (NodeId at : subtree(tree, tree.parent(name)))
    if (tree.kind(tree.parent(at)) == Kind::kBlock && ++statements > most) return true;
  return false;
}

bool has_types(const SyntaxTree& tree, NodeId function) {
  NodeId parameters = tree.child(function, Field::kParameters);
  if (tree.child(function, Kind::kTypeAnnotation) != kNoNode) return true;
  if (parameters == kNoNode) return false;
  for (NodeId at : tree.named_children(parameters))
    if (tree.kind(at) == Kind::kTypedParameter || tree.kind(at) == Kind::kTypedDefaultParameter)
      return true;
  return false;
}

// The function has no types, where others of the file have.
bool lacks_types(const FileView& file, const Test&, NodeId name) {
  const SyntaxTree& tree = file.tree;
  if (!file.python || has_types(tree, tree.parent(name))) return false;
  for (NodeId id = 0; id < tree.size(); ++id)
    if (tree.kind(id) == Kind::kFunctionDefinition && has_types(tree, id)) return true;
  return false;
}

}  // namespace

const std::vector<FilePredicate>& python_memory_predicates() {
  static const std::vector<FilePredicate> kRows = {
      {"grows-forever?", 0, 0, grows_forever},
      {"longer-than?", 1, 1, longer_than},
      {"lacks-types?", 0, 0, lacks_types},
  };
  return kRows;
}

}  // namespace stackfit
