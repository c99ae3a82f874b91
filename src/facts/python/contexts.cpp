#include "facts/python/source.h"

namespace stackfit {
namespace {

bool mentions(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

// What an `if` tests decides what its branches are worth as proof.
PythonContext branch_context(const SyntaxTree& tree, NodeId statement) {
  NodeId condition = tree.child(statement, Field::kCondition);
  if (condition == kNoNode) return 0;
  auto text = tree.text(condition).substr(0, 200);
  PythonContext flags = kAlways;
  if (mentions(text, "TYPE_CHECKING") && !mentions(text, "not ")) flags |= kTypeOnly;
  for (auto word : {"sys.version", "version_info", "PY2", "PY3", "sys.platform", "os.name",
                    "platform.system", "hexversion", "python_version", "TYPE_CHECKING"})
    if (mentions(text, word)) flags |= kConditional;
  if (mentions(text, "hasattr(")) flags |= kProbed;
  return flags;
}

}  // namespace

PythonContext handled_context(const SyntaxTree& tree, NodeId statement) {
  PythonContext flags = kAlways;
  for (NodeId clause = tree.first_child(statement); clause != kNoNode;
       clause = tree.next_sibling(clause)) {
    if (tree.kind(clause) != Kind::kExceptClause) continue;
    NodeId body = tree.child(clause, Kind::kBlock);
    auto head = tree.source().substr(
        tree[clause].start,
        (body == kNoNode ? tree[clause].end : tree[body].start) - tree[clause].start);
    auto colon = head.find(':');
    bool bare = colon != std::string_view::npos &&
                head.substr(0, colon).find_first_not_of(" \t", 6) == std::string_view::npos;
    bool all = bare || mentions(head, "Exception");
    if (all || mentions(head, "ImportError") || mentions(head, "ModuleNotFoundError"))
      flags |= kImportGuarded;
    if (all || mentions(head, "AttributeError")) flags |= kProbed;
  }
  return flags;
}

namespace {

PythonContext suppressed_context(const SyntaxTree& tree, NodeId statement) {
  NodeId body = tree.child(statement, Field::kBody);
  if (body == kNoNode) return 0;
  auto head = tree.source().substr(tree[statement].start, tree[body].start - tree[statement].start);
  if (!mentions(head, "suppress(")) return 0;
  PythonContext flags = kAlways;
  if (mentions(head, "ImportError") || mentions(head, "Exception")) flags |= kImportGuarded;
  if (mentions(head, "AttributeError") || mentions(head, "Exception")) flags |= kProbed;
  return flags;
}

// What a parent adds for one of its children.
PythonContext added(const SyntaxTree& tree, NodeId parent, NodeId id) {
  Field field = tree[id].field;
  switch (tree.kind(parent)) {
    case Kind::kFunctionDefinition:
    case Kind::kLambda:
      return field == Field::kBody ? kInFunction : kAlways;
    case Kind::kIfStatement:
      if (field == Field::kConsequence)
        return is_main_guard(tree, parent) ? kInMainGuard : branch_context(tree, parent);
      if (field == Field::kAlternative)
        return static_cast<PythonContext>(branch_context(tree, parent) & kConditional);
      return 0;
    case Kind::kElifClause:
      return field == Field::kConsequence ? branch_context(tree, parent) : kAlways;
    case Kind::kConditionalExpression:
      return mentions(tree.text(parent).substr(0, 400), "hasattr(") ? kProbed : kAlways;
    case Kind::kTryStatement:
      if (field == Field::kBody) return handled_context(tree, parent);
      return tree.kind(id) == Kind::kExceptClause ? kConditional : kAlways;
    case Kind::kWithStatement:
      return field == Field::kBody ? suppressed_context(tree, parent) : kAlways;
    default:
      return 0;
  }
}

}  // namespace

bool is_main_guard(const SyntaxTree& tree, NodeId if_statement) {
  NodeId condition = tree.child(if_statement, Field::kCondition);
  while (condition != kNoNode && tree.kind(condition) == Kind::kParenthesizedExpression)
    condition =
        tree.named_children(condition).empty() ? kNoNode : tree.named_children(condition)[0];
  if (condition == kNoNode || tree.kind(condition) != Kind::kComparisonOperator) return false;
  auto text = tree.text(condition);
  return mentions(text, "__name__") && mentions(text, "__main__") && mentions(text, "==");
}

std::vector<PythonContext> python_contexts(const SyntaxTree& tree) {
  std::vector<PythonContext> contexts(tree.size(), 0);
  for (NodeId id = 1; id < tree.size(); ++id) {
    NodeId parent = tree.parent(id);
    contexts[id] = contexts[parent];
    if (tree.named(id)) contexts[id] |= added(tree, parent, id);
  }
  return contexts;
}

}  // namespace stackfit
