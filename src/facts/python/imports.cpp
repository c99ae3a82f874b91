// Imports of a Python file, and which attributes of an imported module it reads. An attribute use
// counts when the name means the import where it stands: no nearer scope, and no earlier assignment
// in the same scope, gives it another value. What a star import alone can bring is listed among its
// attributes with the alias `*`.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/text.h"
#include "facts/python/python_text.h"
#include "facts/python/scopes.h"
#include "facts/python/source.h"

namespace stackfit {
namespace {

constexpr std::size_t kMaxImports = 5000;
constexpr std::size_t kMaxAttributes = 200;

class ImportReader {
 public:
  ImportReader(const SyntaxTree& tree, const std::vector<PythonContext>& contexts,
               SourceFacts& facts)
      : tree_(tree), contexts_(contexts), facts_(facts) {}

  void read_statement(NodeId id) {
    if (facts_.imports.size() >= kMaxImports) return;
    if (tree_.kind(id) == Kind::kImportStatement) read_import(id);
    if (tree_.kind(id) == Kind::kImportFromStatement) read_from(id);
    if (tree_.kind(id) == Kind::kCall) read_dynamic(id);
  }

  /// Statement node of every import, in the order of `facts.imports`.
  std::vector<NodeId> statements;

 private:
  Import start(NodeId id, ImportKind kind) {
    auto flags = contexts_[id];
    auto span = tree_.span(id);
    Import import;
    import.kind = kind;
    import.in_function = flags & kInFunction;
    import.type_only = flags & kTypeOnly;
    import.guarded = flags & kImportGuarded;
    import.in_main_guard = flags & kInMainGuard;
    import.conditional = flags & kConditional;
    import.line = span.line;
    import.column = span.column;
    return import;
  }
  void add(Import import, NodeId statement) {
    facts_.imports.push_back(std::move(import));
    statements.push_back(statement);
  }
  // `a . b` is legal: drop the blanks.
  std::string dotted(NodeId id) const {
    std::string name;
    for (char c : tree_.text(id))
      if (c != ' ' && c != '\t' && c != '\\' && c != '\n' && c != '\r') name += c;
    return name;
  }
  std::pair<std::string, std::string> name_and_alias(NodeId id) const {
    if (tree_.kind(id) != Kind::kAliasedImport) return {dotted(id), ""};
    NodeId name = tree_.child(id, Field::kName), alias = tree_.child(id, Field::kAlias);
    return {name == kNoNode ? "" : dotted(name), alias == kNoNode ? "" : dotted(alias)};
  }

  void read_import(NodeId id) {
    for (NodeId item : tree_.named_children(id)) {
      if (tree_[item].field != Field::kName) continue;
      Import import = start(item, ImportKind::kPython);
      auto [module, alias] = name_and_alias(item);
      import.module = module;
      import.alias = alias.empty() ? module.substr(0, module.find('.')) : alias;
      add(std::move(import), id);
    }
  }

  void read_from(NodeId id) {
    Import import = start(id, ImportKind::kPythonFrom);
    NodeId module = tree_.child(id, Field::kModuleName);
    if (module == kNoNode) return;
    if (tree_.kind(module) == Kind::kRelativeImport) {
      NodeId prefix = tree_.child(module, Kind::kImportPrefix);
      NodeId name = tree_.child(module, Kind::kDottedName);
      auto dots = prefix == kNoNode ? std::string() : dotted(prefix);
      import.dots = static_cast<std::uint8_t>(std::min<std::size_t>(dots.size(), 255));
      if (name != kNoNode) import.module = dotted(name);
    } else {
      import.module = dotted(module);
    }
    for (NodeId item : tree_.named_children(id)) {
      if (tree_.kind(item) == Kind::kWildcardImport)
        import.names.push_back({"*", "", tree_.line(item)});
      if (tree_[item].field != Field::kName) continue;
      auto [name, alias] = name_and_alias(item);
      import.names.push_back({name, alias.empty() ? name : alias, tree_.line(item)});
    }
    add(std::move(import), id);
  }

  // import_module("x.y"), __import__("x"), mock.patch("x.y.z"): uses, never proofs.
  void read_dynamic(NodeId id) {
    NodeId function = tree_.child(id, Field::kFunction);
    NodeId arguments = tree_.child(id, Field::kArguments);
    if (function == kNoNode || arguments == kNoNode) return;
    auto name = tree_.text(function);
    name = name.substr(name.rfind('.') + 1);
    if (name != "import_module" && name != "__import__" && name != "patch") return;
    NodeId first = tree_.child(arguments, Kind::kString);
    if (first == kNoNode) return;
    Import import = start(id, ImportKind::kDynamic);
    import.module = python_string(tree_, first);
    constexpr std::string_view kDotted =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
    if (import.module.empty() || import.module.find_first_not_of(kDotted) != std::string::npos)
      return;
    add(std::move(import), id);
  }

  const SyntaxTree& tree_;
  const std::vector<PythonContext>& contexts_;
  SourceFacts& facts_;
};

// What a tracked name means in one scope.
struct Meaning {
  std::vector<std::size_t> imports;  // of whole modules
  std::uint32_t overwritten = 0;     // line of the first other value outside an except clause
};
using ScopeNames = std::map<std::pair<NodeId, std::string_view>, Meaning>;

ScopeNames meanings_of(const SyntaxTree& tree, const std::vector<PythonContext>& contexts,
                       const PythonScopes& scopes, const std::vector<NodeId>& statements,
                       const std::vector<Import>& imports) {
  ScopeNames names;
  std::set<std::string_view> tracked;
  for (std::size_t i = 0; i < imports.size(); ++i)
    if (imports[i].kind == ImportKind::kPython) {
      names[{scopes.scope_of[statements[i]], imports[i].alias}].imports.push_back(i);
      tracked.insert(imports[i].alias);
    }
  auto overwrite = [&](NodeId scope, std::string_view name, std::uint32_t line) {
    auto& at = names[{scope, name}].overwritten;
    if (at == 0) at = line;
  };
  for (const auto& binding : scopes.bindings)
    if (tracked.contains(binding.name) && !(contexts[binding.node] & kConditional))
      overwrite(binding.scope, binding.name, tree.line(binding.node));
  for (std::size_t i = 0; i < imports.size(); ++i)
    if (imports[i].kind == ImportKind::kPythonFrom && !imports[i].conditional)
      for (const auto& name : imports[i].names)
        if (tracked.contains(name.alias))
          overwrite(scopes.scope_of[statements[i]], name.alias, name.line);
  return names;
}

// The imports a name means at a node; empty when it means something else.
const std::vector<std::size_t>* meant_at(const SyntaxTree& tree, const PythonScopes& scopes,
                                         const ScopeNames& names, NodeId node) {
  auto name = tree.text(node);
  NodeId scope = scopes.scope_of[node];
  for (;;) {
    if (auto found = names.find({scope, name}); found != names.end()) {
      bool same_scope = scope == scopes.scope_of[node];
      const auto& [imports, overwritten] = found->second;
      bool lost = overwritten != 0 && (!same_scope || overwritten <= tree.line(node) || scope != 0);
      return lost || imports.empty() ? nullptr : &imports;
    }
    if (scope == 0) return nullptr;
    scope = outer_scope(tree, scopes, scope);
  }
}

// Reading an attribute needs it; storing to it or deleting it does not.
bool reads(const SyntaxTree& tree, NodeId attribute) {
  NodeId parent = tree.parent(attribute);
  bool stored = tree.kind(parent) == Kind::kAssignment && tree[attribute].field == Field::kLeft;
  return !stored && tree.kind(parent) != Kind::kDeleteStatement;
}

// `from m import *`, once and nothing like it: what the file calls and nothing in it binds must
// come from there, or be a built-in.
void add_names_of_star(const SyntaxTree& tree, const PythonScopes& scopes,
                       const std::vector<PythonContext>& contexts, SourceFacts& facts) {
  Import* star = nullptr;
  std::set<std::string_view> bound;
  for (Import& import : facts.imports) {
    bound.insert(import.alias);
    for (const auto& name : import.names) {
      bound.insert(name.alias);
      if (name.name != "*") continue;
      if (star != nullptr || import.dots > 0 || import.in_function || import.type_only) return;
      star = &import;
    }
  }
  if (star == nullptr || facts.python.binds_anything) return;
  for (const auto& binding : scopes.bindings) bound.insert(binding.name);
  for (const auto& name : scopes.globals) bound.insert(name.name);
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (tree.kind(id) != Kind::kCall || (contexts[id] & kProbed)) continue;
    NodeId function = tree.child(id, Field::kFunction);
    if (function == kNoNode || tree.kind(function) != Kind::kIdentifier) continue;
    if (tree.line(function) < star->line || star->attributes.size() >= kMaxAttributes) continue;
    if (bound.insert(tree.text(function)).second)
      star->attributes.push_back({std::string(tree.text(function)), "*", tree.line(function)});
  }
}

}  // namespace

void learn_python_imports(const SyntaxTree& tree, const std::vector<PythonContext>& contexts,
                          SourceFacts& facts) {
  ImportReader reader(tree, contexts, facts);
  for (NodeId id = 0; id < tree.size(); ++id) reader.read_statement(id);
  PythonScopes scopes = python_scopes(tree);
  auto names = meanings_of(tree, contexts, scopes, reader.statements, facts.imports);
  // The first use of each name while the module loads, and the first one later.
  std::set<std::tuple<std::size_t, std::string_view, bool>> known;
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (tree.kind(id) != Kind::kAttribute || (contexts[id] & (kProbed | kTypeOnly))) continue;
    NodeId object = tree.child(id, Field::kObject), name = tree.child(id, Field::kAttribute);
    if (object == kNoNode || name == kNoNode || tree.kind(object) != Kind::kIdentifier) continue;
    const auto* imports = meant_at(tree, scopes, names, object);
    if (imports == nullptr || !reads(tree, id)) continue;
    bool later = (contexts[id] & kInFunction) != 0;
    for (std::size_t import : *imports) {
      // Another import of the same name is what stands above it.
      if (!later && tree.line(name) < facts.imports[import].line) continue;
      auto& uses = facts.imports[import].attributes;
      if (uses.size() < kMaxAttributes && known.emplace(import, tree.text(name), later).second)
        uses.push_back({std::string(tree.text(name)), "", tree.line(name)});
    }
  }
  add_names_of_star(tree, scopes, contexts, facts);
  std::set<std::string_view> bound;
  for (const auto& binding : scopes.bindings)
    if (binding.scope == 0) bound.insert(binding.name);
  for (const auto& name : scopes.globals) bound.insert(name.name);
  for (std::size_t i = 0; i < facts.imports.size(); ++i) {
    if (scopes.scope_of[reader.statements[i]] != 0) continue;
    if (facts.imports[i].kind == ImportKind::kPython) bound.insert(facts.imports[i].alias);
    for (const auto& name : facts.imports[i].names)
      if (name.name != "*") bound.insert(name.alias);
  }
  facts.python.bound.assign(bound.begin(), bound.end());
}

}  // namespace stackfit
