// setup.py, as far as it is literal: the keyword arguments of setup(…), following a name to the one
// literal it is bound to at module level. Nothing is run.
#include <fmt/format.h>

#include <map>

#include "core/text.h"
#include "facts/infra/readers.h"
#include "facts/python/python_text.h"
#include "facts/python/requirement.h"

namespace stackfit {
namespace {

using Bindings = std::map<std::string_view, NodeId>;

Bindings module_bindings(const SyntaxTree& tree) {
  Bindings bindings;
  for (NodeId statement : tree.named_children(0)) {
    if (tree.kind(statement) != Kind::kExpressionStatement) continue;
    NodeId assignment = tree.child(statement, Kind::kAssignment);
    if (assignment == kNoNode) continue;
    NodeId left = tree.child(assignment, Field::kLeft),
           right = tree.child(assignment, Field::kRight);
    if (left == kNoNode || right == kNoNode || tree.kind(left) != Kind::kIdentifier) continue;
    bindings[tree.text(left)] = right;
  }
  return bindings;
}

struct SetupCall {
  const SyntaxTree& tree;
  const Bindings& bindings;
  ManifestFacts& facts;

  NodeId value_of(NodeId node) const {
    if (node == kNoNode || tree.kind(node) != Kind::kIdentifier) return node;
    auto bound = bindings.find(tree.text(node));
    return bound == bindings.end() ? node : bound->second;
  }

  /// Every string of a string, list or tuple, or of several of them added up; what is computed is
  /// left out.
  std::vector<NodeId> strings(NodeId node) const {
    constexpr std::size_t kMostParts = 64;
    std::vector<NodeId> found, parts{node};
    for (std::size_t next = 0; next < parts.size() && next < kMostParts; ++next) {
      NodeId part = value_of(parts[next]);
      if (part == kNoNode) continue;
      auto kind = tree.kind(part);
      if (kind == Kind::kString) found.push_back(part);
      if (kind == Kind::kList || kind == Kind::kTuple)
        for (NodeId item : tree.named_children(part))
          if (tree.kind(item) == Kind::kString) found.push_back(item);
      if (kind == Kind::kBinaryOperator)
        for (NodeId side : tree.named_children(part)) parts.push_back(side);
    }
    return found;
  }

  void settings(NodeId value, std::string_view name) const {
    for (NodeId text : strings(value))
      facts.settings.push_back({std::string(name), python_string(tree, text), tree.line(text)});
  }

  void requirements(NodeId value, DependencyScope scope) const {
    for (NodeId node : strings(value)) {
      std::string text = python_string(tree, node);
      for (auto line : split(text, '\n'))
        if (auto declared = parse_requirement(line, scope, tree.line(node)))
          facts.dependencies.push_back(*declared);
    }
  }

  /// The pairs of a literal dictionary with string keys.
  std::vector<std::pair<std::string, NodeId>> pairs(NodeId node) const {
    std::vector<std::pair<std::string, NodeId>> found;
    node = value_of(node);
    if (node == kNoNode || tree.kind(node) != Kind::kDictionary) return found;
    for (NodeId pair : tree.named_children(node)) {
      NodeId key = tree.child(pair, Field::kKey), value = tree.child(pair, Field::kValue);
      if (key != kNoNode && value != kNoNode && tree.kind(key) == Kind::kString)
        found.emplace_back(python_string(tree, key), value);
    }
    return found;
  }

  /// `find_packages("src", exclude=["tests"])`.
  void find_call(NodeId node) const {
    NodeId function = tree.child(node, Field::kFunction);
    NodeId arguments = tree.child(node, Field::kArguments);
    if (function == kNoNode || arguments == kNoNode) return;
    auto name = tree.text(function);
    if (name.find("find_") == std::string_view::npos) return;
    facts.settings.push_back({"packages.find", std::string(name), tree.line(node)});
    bool first = true;
    for (NodeId argument : tree.named_children(arguments)) {
      bool keyword = tree.kind(argument) == Kind::kKeywordArgument;
      auto key = keyword ? tree.text(tree.child(argument, Field::kName))
                         : std::string_view(first ? "where" : "exclude");
      NodeId value = keyword ? tree.child(argument, Field::kValue) : argument;
      settings(value, fmt::format("packages.{}", key));
      if (strings(value).empty())  // made by code: anything may be left out
        facts.settings.push_back({"packages.dynamic", std::string(key), tree.line(argument)});
      first = false;
    }
  }

  /// The keyword arguments of a call.
  void arguments(NodeId list) const {
    if (list == kNoNode) return;
    for (NodeId argument : tree.named_children(list)) {
      NodeId key = tree.child(argument, Field::kName), value = tree.child(argument, Field::kValue);
      if (tree.kind(argument) == Kind::kKeywordArgument && key != kNoNode && value != kNoNode)
        this->argument(tree.text(key), value);
    }
  }

  void argument(std::string_view name, NodeId value) const {
    NodeId literal = value_of(value);
    if (name == "name")
      facts.package = strings(value).empty() ? "" : python_string(tree, strings(value)[0]);
    if (name == "version" && !strings(value).empty())
      facts.package_version = python_string(tree, strings(value)[0]);
    if (name == "install_requires" || name == "requires")
      requirements(value, DependencyScope::kRuntime);
    if (name == "tests_require") requirements(value, DependencyScope::kDev);
    if (name == "python_requires") settings(value, "requires-python");
    if (name == "py_modules") settings(value, "py-modules");
    if (name == "scripts") settings(value, "scripts");
    if (name == "packages" && tree.kind(literal) == Kind::kCall) find_call(literal);
    if (name == "packages") settings(value, "packages.list");
    if (name == "extras_require")
      for (const auto& [group, list] : pairs(value))
        requirements(list,
                     names_development(group) ? DependencyScope::kDev : DependencyScope::kOptional);
    if (name == "package_dir")
      for (const auto& [package, folder] : pairs(value))
        for (NodeId text : strings(folder))
          facts.settings.push_back({"package-dir",
                                    fmt::format("{}={}", package, python_string(tree, text)),
                                    tree.line(text)});
    if (name == "entry_points")
      for (const auto& [group, list] : pairs(value))
        if (group == "console_scripts") settings(list, "entry-point");
  }
};

void read_setup_calls(const SyntaxTree& tree, ManifestFacts& facts) {
  auto bindings = module_bindings(tree);
  SetupCall call{tree, bindings, facts};
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (tree.kind(id) != Kind::kCall) continue;
    NodeId function = tree.child(id, Field::kFunction);
    NodeId arguments = tree.child(id, Field::kArguments);
    if (function == kNoNode || arguments == kNoNode) continue;
    auto name = tree.text(function);
    if (name != "setup" && !name.ends_with(".setup")) continue;
    call.arguments(arguments);
    for (NodeId argument : tree.named_children(arguments)) {  // setup(**settings)
      if (!tree.text(argument).starts_with("**")) continue;
      auto inner = tree.named_children(argument);
      NodeId settings = inner.empty() ? kNoNode : call.value_of(inner.front());
      if (settings == kNoNode) continue;
      for (const auto& [key, value] : call.pairs(settings)) call.argument(key, value);
      NodeId maker = tree.child(settings, Field::kFunction);
      if (tree.kind(settings) == Kind::kCall && maker != kNoNode && tree.text(maker) == "dict")
        call.arguments(tree.child(settings, Field::kArguments));
    }
  }
}

}  // namespace

bool is_setup_py(std::string_view path) {
  return base_name(path) == "setup.py";
}

void read_setup_py(const FileInput& input, FileFacts& facts) {
  auto tree = input.parser.parse(*language_named("python"), input.bytes,
                                 input.context.limits.file_cpu_seconds);
  if (!tree) return;  // the source reader says so
  ManifestFacts manifest;
  manifest.format = "setup-py";
  read_setup_calls(*tree, manifest);
  bool says_something =
      !manifest.package.empty() || !manifest.dependencies.empty() || !manifest.settings.empty();
  if (says_something) facts.manifest = std::move(manifest);
}

}  // namespace stackfit
