// The types of expressions and names, as far as literals, known functions, annotations and what a
// name is given show them.
#include "facts/python/tables.h"
#include "facts/python/values.h"

namespace stackfit {
namespace {

constexpr int kMostDepth = 4;

constexpr std::pair<std::string_view, PythonType> kTypes[] = {
    {"none", PythonType::kNone},     {"number", PythonType::kNumber},
    {"string", PythonType::kString}, {"bytes", PythonType::kBytes},
    {"list", PythonType::kList},     {"tuple", PythonType::kTuple},
    {"set", PythonType::kSet},       {"dict", PythonType::kDictionary},
    {"queue", PythonType::kQueue},   {"file", PythonType::kFile},
    {"frame", PythonType::kFrame},   {"array", PythonType::kArray},
};

bool is_bytes(std::string_view literal) {
  auto prefix = literal.substr(0, literal.find_first_of("'\""));
  return prefix.find_first_of("bB") != std::string_view::npos;
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
  for (std::string_view wrapper : {"\"", "'", "typing.", "Optional["})
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
