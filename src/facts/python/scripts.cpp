// How a Python file can be started, and what else about it matters to its importers.
#include "core/text.h"
#include "facts/python/source.h"

namespace stackfit {
namespace {

// Calls that a module may make while it is loaded without being a script for it.
bool is_setup_call(std::string_view function) {
  for (auto start : {"sys.path", "logging.", "warnings.", "os.environ", "site.", "matplotlib.use",
                     "import_module", "importlib.", "locale.", "gettext.", "register", "pytest."})
    if (function.starts_with(start)) return true;
  return false;
}

std::string_view called_function(const SyntaxTree& tree, NodeId statement) {
  NodeId call = tree.child(statement, Kind::kCall);
  NodeId function = call == kNoNode ? kNoNode : tree.child(call, Field::kFunction);
  return function == kNoNode ? std::string_view() : tree.text(function);
}

void read_top_level(const SyntaxTree& tree, PythonFacts& facts) {
  bool works = false, has_class = false;
  for (NodeId statement : tree.named_children(0)) {
    switch (tree.kind(statement)) {
      case Kind::kIfStatement:
        if (facts.main_guard_line == 0 && is_main_guard(tree, statement))
          facts.main_guard_line = tree.line(statement);
        break;
      case Kind::kClassDefinition:
        has_class = true;
        break;
      case Kind::kForStatement:
      case Kind::kWhileStatement:
      case Kind::kWithStatement:
      case Kind::kPrintStatement:
        works = true;
        break;
      case Kind::kExpressionStatement: {
        auto function = called_function(tree, statement);
        works = works || (!function.empty() && !is_setup_call(function));
        break;
      }
      default:
        break;
    }
  }
  facts.flat_script = works && !has_class && facts.main_guard_line == 0;
}

void read_calls(const SyntaxTree& tree, PythonFacts& facts) {
  for (NodeId id = 0; id < tree.size(); ++id) {
    Kind kind = tree.kind(id);
    if (kind == Kind::kPrintStatement || kind == Kind::kExecStatement) facts.python2 = true;
    if (kind == Kind::kFunctionDefinition && tree.parent(id) == 0) {
      NodeId name = tree.child(id, Field::kName);
      if (name != kNoNode && tree.text(name) == "__getattr__") facts.binds_anything = true;
    }
    if (kind != Kind::kCall) continue;
    NodeId function = tree.child(id, Field::kFunction);
    if (function == kNoNode) continue;
    auto name = tree.text(function);
    if (name == "setup" || name.ends_with(".setup")) facts.calls_setup = true;
    if (name.ends_with("extend_path") || name.ends_with("declare_namespace"))
      facts.extends_path = true;
    NodeId parent = tree.parent(id);
    if (name == "globals" && parent != kNoNode &&
        (tree.kind(parent) == Kind::kSubscript || tree.kind(parent) == Kind::kAttribute))
      facts.binds_anything = true;
    if (name == "exec" && tree.ancestor(id, Kind::kFunctionDefinition) == kNoNode)
      facts.binds_anything = true;
  }
}

}  // namespace

void learn_python(const SyntaxTree& tree, SourceFacts& facts) {
  auto source = tree.source();
  PythonFacts& python = facts.python;
  auto first_line = tree.line_text(1);
  python.shebang =
      first_line.starts_with("#!") && first_line.find("python") != std::string_view::npos;
  python.runs_django = source.find("execute_from_command_line") != std::string_view::npos ||
                       source.find("DJANGO_SETTINGS_MODULE") != std::string_view::npos;
  python.binds_anything = source.find("sys.modules[__name__]") != std::string_view::npos;
  read_top_level(tree, python);
  read_calls(tree, python);
  auto contexts = python_contexts(tree);
  learn_python_imports(tree, contexts, facts);
  learn_search_path(tree, contexts, python);
}

}  // namespace stackfit
