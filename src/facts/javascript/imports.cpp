// Imports of JavaScript and TypeScript. ESM statements stand at the top level; `require` is an
// ordinary call that may stand anywhere, so where it stands matters: inside a function it runs
// later (which breaks cycles), inside a `try` its failure is expected (an optional dependency).
#include "facts/javascript/imports.h"

#include <algorithm>

#include "facts/javascript/script.h"

namespace stackfit {
namespace {

// Climbing from one import to the root costs its depth; real code is far below this.
constexpr int kMostAncestors = 2000;

class Collector {
 public:
  explicit Collector(const SyntaxTree& tree) : tree_(tree) {}

  std::vector<Import> collect() {
    for (NodeId id = 0; id < tree_.size(); ++id) {
      Kind kind = tree_.kind(id);
      if (kind == Kind::kImportStatement || kind == Kind::kExportStatement)
        read_statement(id, kind == Kind::kExportStatement);
      else if (kind == Kind::kCallExpression)
        read_call(id);
    }
    collect_attributes();
    return std::move(imports_);
  }

 private:
  Import& add(NodeId at, std::string_view module, ImportKind kind) {
    Import& import = imports_.emplace_back();
    auto span = tree_.span(at);
    import.module = module;
    import.kind = kind;
    import.line = span.line;
    import.column = span.column;
    return import;
  }

  void read_statement(NodeId statement, bool is_export) {
    NodeId source = tree_.child(statement, Field::kSource);
    if (source == kNoNode) {
      if (!is_export) read_import_require(statement);
      return;
    }
    Import& import = add(statement, literal_text(tree_, source), ImportKind::kEsm);
    import.type_only = has_type_token(statement);
    bool all_types = true, any = false;
    for (NodeId id = statement + 1; id < source; ++id) {
      Kind kind = tree_.kind(id);
      if (kind == Kind::kImportSpecifier || kind == Kind::kExportSpecifier) {
        add_name(import, id);
        any = true;
        all_types = all_types && has_type_token(id);
      } else if (kind == Kind::kNamespaceImport) {
        read_namespace(import, id);
        all_types = false;
      } else if (kind == Kind::kIdentifier && tree_.kind(tree_.parent(id)) == Kind::kImportClause) {
        import.alias = tree_.text(id);
        import.names.push_back({"default", import.alias, tree_.line(id)});
        all_types = false;
      }
    }
    if (any && all_types) import.type_only = true;
    if (is_export && !any) import.names.push_back({"*", "", import.line});
  }

  bool has_type_token(NodeId id) const {
    NodeId type = tree_.child(id, Kind::kTokenType);
    return (type != kNoNode && !tree_.named(type)) ||
           tree_.child(id, Kind::kTokenTypeof) != kNoNode;
  }

  void add_name(Import& import, NodeId specifier) {
    NodeId name = tree_.child(specifier, Field::kName),
           alias = tree_.child(specifier, Field::kAlias);
    if (name == kNoNode) return;
    auto local = alias == kNoNode ? tree_.text(name) : tree_.text(alias);
    import.names.push_back(
        {std::string(tree_.text(name)), std::string(local), tree_.line(specifier)});
  }

  void read_namespace(Import& import, NodeId id) {
    import.names.push_back({"*", "", tree_.line(id)});
    if (NodeId name = tree_.child(id, Kind::kIdentifier); name != kNoNode)
      import.alias = tree_.text(name);
  }

  // TypeScript's `import x = require("y")`.
  void read_import_require(NodeId statement) {
    NodeId clause = tree_.child(statement, Kind::kImportRequireClause);
    if (clause == kNoNode) return;
    Import& import = add(statement, literal_text(tree_, tree_.child(clause, Field::kSource)),
                         ImportKind::kRequire);
    import.type_only = has_type_token(statement);
    if (NodeId name = tree_.child(clause, Kind::kIdentifier); name != kNoNode)
      import.alias = tree_.text(name);
  }

  void read_call(NodeId call) {
    NodeId callee = tree_.child(call, Field::kFunction);
    if (callee == kNoNode) return;
    bool dynamic = tree_.kind(callee) == Kind::kImport;
    if (!dynamic && (tree_.kind(callee) != Kind::kIdentifier || tree_.text(callee) != "require"))
      return;
    NodeId arguments = tree_.child(call, Field::kArguments);
    if (arguments == kNoNode) return;
    auto module = literal_text(tree_, first_named(tree_, arguments));
    if (module.empty()) return;
    Import& import = add(call, module, dynamic ? ImportKind::kDynamic : ImportKind::kRequire);
    read_surroundings(import, call);
    read_binding(import, call);
  }

  // Who gets the module: `x = require()`, `{a} = require()`, `x = require().a`.
  void read_binding(Import& import, NodeId call) {
    NodeId value = wrapped(tree_, call), holder = tree_.parent(value);
    if (holder != kNoNode && tree_.kind(holder) == Kind::kAwaitExpression) {
      value = wrapped(tree_, holder);
      holder = tree_.parent(value);
    }
    std::string property;
    if (holder != kNoNode && tree_.kind(holder) == Kind::kMemberExpression) {
      if (NodeId name = tree_.child(holder, Field::kProperty); name != kNoNode)
        property = tree_.text(name);
      value = wrapped(tree_, holder);
      holder = tree_.parent(value);
    }
    NodeId target = kNoNode;
    if (holder != kNoNode && tree_.kind(holder) == Kind::kVariableDeclarator)
      target = tree_.child(holder, Field::kName);
    else if (holder != kNoNode && tree_.kind(holder) == Kind::kAssignmentExpression)
      target = tree_.child(holder, Field::kLeft);
    bind(import, target, property);
  }

  void bind(Import& import, NodeId target, const std::string& property) {
    bool name = target != kNoNode && tree_.kind(target) == Kind::kIdentifier;
    std::string local = name ? std::string(tree_.text(target)) : "";
    if (!property.empty())
      import.names.push_back({property, local, import.line});
    else if (name)
      import.alias = local;
    else if (target != kNoNode && tree_.kind(target) == Kind::kObjectPattern)
      bind_pattern(import, target);
  }

  void bind_pattern(Import& import, NodeId pattern) {
    for (NodeId id = first_named(tree_, pattern); id != kNoNode; id = next_named(tree_, id)) {
      if (tree_.kind(id) == Kind::kShorthandPropertyIdentifierPattern) {
        std::string name(tree_.text(id));
        import.names.push_back({name, name, tree_.line(id)});
      } else if (tree_.kind(id) == Kind::kPairPattern) {
        NodeId key = tree_.child(id, Field::kKey), value = tree_.child(id, Field::kValue);
        if (key == kNoNode || value == kNoNode) continue;
        bool simple = tree_.kind(value) == Kind::kIdentifier;
        import.names.push_back({std::string(tree_.text(key)),
                                simple ? std::string(tree_.text(value)) : "", tree_.line(id)});
      }
    }
  }

  void read_surroundings(Import& import, NodeId call) {
    NodeId below = call;
    for (int steps = 0; steps < kMostAncestors; ++steps) {
      NodeId up = tree_.parent(below);
      if (up == kNoNode) return;
      if (is_function(tree_.kind(up)) && !runs_at_once(tree_, up)) import.in_function = true;
      if (tree_.kind(up) == Kind::kTryStatement && tree_[below].field == Field::kBody)
        import.guarded = import.guarded || survives_failure(up);
      below = up;
    }
  }

  // A handler that ends in `throw` or leaves the process does not survive.
  bool survives_failure(NodeId try_statement) const {
    NodeId handler = tree_.child(try_statement, Kind::kCatchClause);
    if (handler == kNoNode) return false;
    NodeId body = tree_.child(handler, Field::kBody);
    if (body == kNoNode) return true;
    for (NodeId id = first_named(tree_, body); id != kNoNode; id = next_named(tree_, id))
      if (tree_.kind(id) == Kind::kThrowStatement || tree_.text(id).starts_with("process.exit("))
        return false;
    return true;
  }

  // `fs.readFile` where `fs` is a module: the names used, each once.
  void collect_attributes() {
    std::map<std::string_view, std::size_t> modules;
    for (std::size_t i = 0; i < imports_.size(); ++i)
      if (!imports_[i].alias.empty()) modules.emplace(imports_[i].alias, i);
    if (modules.empty()) return;
    std::map<std::pair<std::size_t, std::string_view>, NodeId> seen;
    for (NodeId id = 0; id < tree_.size(); ++id) {
      if (tree_.kind(id) != Kind::kMemberExpression) continue;
      NodeId object = tree_.child(id, Field::kObject), name = tree_.child(id, Field::kProperty);
      if (object == kNoNode || name == kNoNode || tree_.kind(object) != Kind::kIdentifier) continue;
      auto module = modules.find(tree_.text(object));
      if (module != modules.end()) seen.emplace(std::pair(module->second, tree_.text(name)), name);
    }
    for (const auto& [use, name] : seen)
      imports_[use.first].attributes.push_back({std::string(use.second), "", tree_.line(name)});
  }

  const SyntaxTree& tree_;
  std::vector<Import> imports_;
};

}  // namespace

std::vector<Import> javascript_imports(const SyntaxTree& tree) {
  return Collector(tree).collect();
}

std::string_view package_of(std::string_view module) {
  if (module.starts_with("node:")) module.remove_prefix(5);
  if (module.starts_with(".") || module.starts_with("/")) return module;
  auto slash = module.find('/');
  if (module.starts_with("@") && slash != std::string_view::npos)
    slash = module.find('/', slash + 1);
  return module.substr(0, slash);
}

ModuleNames module_names(const std::vector<Import>& imports) {
  ModuleNames names;
  for (const auto& import : imports) {
    auto package = package_of(import.module);
    for (const auto& name : import.names)
      if (!name.alias.empty()) names[name.alias] = {package, name.name};
    if (!import.alias.empty()) names[import.alias] = {package, ""};
  }
  return names;
}

}  // namespace stackfit
