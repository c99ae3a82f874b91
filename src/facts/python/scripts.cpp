// How a Python file can be started, and what else about it matters to its importers.
#include <algorithm>
#include <set>

#include "core/text.h"
#include "facts/python/source.h"
#include "rules/data_table.h"

namespace stackfit {
namespace {

// What top-level statements say about a file: the table rules/data/python-starts.toml.
struct TopLevelNames {
  std::vector<std::string> setup_beginnings;
  NameSet program_calls;
  NameSet application_makers, application_factories;
};
const TopLevelNames& top_level_names() {
  static const TopLevelNames kNames = [] {
    TopLevelNames names;
    for (const auto& row : data_rows("data/python-starts.toml", "top-level"))
      names = {row.list("beginnings"), row.names("calls"), {}, {}};
    for (const auto& row : data_rows("data/python-starts.toml", "application")) {
      names.application_makers.merge(row.names("makers"));
      names.application_factories.merge(row.names("factories"));
    }
    return names;
  }();
  return kNames;
}

// Calls that a module may make while it is loaded without being a script for it.
bool is_setup_call(std::string_view function) {
  const auto& beginnings = top_level_names().setup_beginnings;
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](const std::string& start) { return function.starts_with(start); });
}

std::string_view called_function(const SyntaxTree& tree, NodeId statement) {
  NodeId call = tree.child(statement, Kind::kCall);
  if (NodeId awaited = tree.child(statement, Kind::kAwait); call == kNoNode && awaited != kNoNode)
    call = tree.child(awaited, Kind::kCall);
  NodeId function = call == kNoNode ? kNoNode : tree.child(call, Field::kFunction);
  return function == kNoNode ? std::string_view() : tree.text(function);
}

// What the top-level statements of a file add up to.
struct TopLevel {
  bool works = false;    // calls or loops
  bool program = false;  // and such as only a program does
  bool has_class = false;
  std::set<std::string_view> defined;  // functions and classes so far
};

void add_class(const SyntaxTree& tree, NodeId definition, PythonFacts& facts) {
  if (NodeId name = tree.child(definition, Field::kName); name != kNoNode)
    facts.state.emplace_back(tree.text(name));
}

// `x = []`, `app = Flask(__name__)`: what two copies of the module would each have one of.
void add_state(const SyntaxTree& tree, NodeId assignment, PythonFacts& facts) {
  NodeId left = tree.child(assignment, Field::kLeft), right = tree.child(assignment, Field::kRight);
  if (left == kNoNode || right == kNoNode || tree.kind(left) != Kind::kIdentifier) return;
  constexpr Kind kChanging[] = {Kind::kCall, Kind::kList, Kind::kDictionary,
                                Kind::kListComprehension, Kind::kDictionaryComprehension};
  if (std::find(std::begin(kChanging), std::end(kChanging), tree.kind(right)) !=
      std::end(kChanging))
    facts.state.emplace_back(tree.text(left));
}

// `app = Flask(__name__)`: a server finds it by the module's name.
void read_application(const SyntaxTree& tree, NodeId call, PythonFacts& facts) {
  NodeId function = tree.child(call, Field::kFunction);
  if (function == kNoNode || facts.application_line > 0) return;
  auto name = tree.text(function);
  name = name.substr(name.rfind('.') + 1);
  if (!top_level_names().application_makers.contains(name)) return;
  facts.application_line = tree.line(call);
  facts.application = name;
}

void read_expression(const SyntaxTree& tree, NodeId statement, TopLevel& top, PythonFacts& facts) {
  if (NodeId assignment = tree.child(statement, Kind::kAssignment); assignment != kNoNode) {
    add_state(tree, assignment, facts);
    NodeId value = tree.child(assignment, Field::kRight);
    if (value != kNoNode && tree.kind(value) == Kind::kCall) read_application(tree, value, facts);
    // `name = input("…")` asks somebody.
    NodeId function = value == kNoNode ? kNoNode : tree.child(value, Field::kFunction);
    if (function != kNoNode && tree.kind(value) == Kind::kCall && tree.text(function) == "input")
      top.works = top.program = true;
    return;
  }
  auto function = called_function(tree, statement);
  if (function.empty() || is_setup_call(function)) return;
  top.works = true;
  // `Game.start()`, `play()`: what the file has defined is put to work at its end.
  auto name = function.substr(function.rfind('.') + 1);
  top.program = top.program || top_level_names().program_calls.contains(name) ||
                top.defined.contains(function.substr(0, function.find_first_of(".(")));
}

void read_definition(const SyntaxTree& tree, NodeId statement, PythonFacts& facts) {
  NodeId name = tree.child(statement, Field::kName);
  NodeId parameters = tree.child(statement, Field::kParameters);
  if (name == kNoNode || parameters == kNoNode) return;
  if (facts.application_line == 0 &&
      top_level_names().application_factories.contains(tree.text(name))) {
    facts.application_line = tree.line(name);
    facts.application = tree.text(name);
  }
  if (facts.handler_line > 0) return;
  // AWS Lambda's handler: docs.aws.amazon.com/lambda/latest/dg/python-handler.html.
  bool takes_event = tree.text(parameters).find("event") != std::string_view::npos &&
                     tree.text(parameters).find("context") != std::string_view::npos;
  if (takes_event && tree.text(name).ends_with("handler")) facts.handler_line = tree.line(name);
}

void read_top_level(const SyntaxTree& tree, PythonFacts& facts) {
  TopLevel top;
  for (NodeId statement : tree.named_children(0)) {
    if (NodeId inner = tree.child(statement, Kind::kClassDefinition);
        inner != kNoNode && tree.kind(statement) == Kind::kDecoratedDefinition)
      statement = inner;
    bool definition = tree.kind(statement) == Kind::kClassDefinition ||
                      tree.kind(statement) == Kind::kFunctionDefinition;
    if (NodeId name = tree.child(statement, Field::kName); definition && name != kNoNode)
      top.defined.insert(tree.text(name));
    switch (tree.kind(statement)) {
      case Kind::kIfStatement:
        if (facts.main_guard_line == 0 && is_main_guard(tree, statement))
          facts.main_guard_line = tree.line(statement);
        break;
      case Kind::kClassDefinition:
        top.has_class = true;
        add_class(tree, statement, facts);
        break;
      case Kind::kFunctionDefinition:
        read_definition(tree, statement, facts);
        break;
      case Kind::kWhileStatement:
      case Kind::kPrintStatement:
        top.works = top.program = true;
        break;
      case Kind::kForStatement:
      case Kind::kWithStatement:
        top.works = true;
        break;
      case Kind::kExpressionStatement:
        read_expression(tree, statement, top, facts);
        break;
      default:
        break;
    }
  }
  std::sort(facts.state.begin(), facts.state.end());
  facts.flat_script = top.works && !top.has_class && facts.main_guard_line == 0;
  facts.program = top.program && facts.main_guard_line == 0;
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
  learn_unimportable(tree, python);
  learn_django(tree, python);
  learn_load_events(tree, contexts, python_scopes(tree), facts);
}

}  // namespace stackfit
