// What a circular import breaks is decided here: CommonJS hands out the exports object as far as it
// is filled, ESM a binding that cannot be read yet. Both hurt only who looks inside while loading.
#include "facts/javascript/load_use.h"

#include <algorithm>
#include <map>
#include <set>

#include "facts/javascript/script.h"

namespace stackfit {
namespace {

// Calls `visit` for each node, in order, and whether it runs while the module is loaded.
template <class Visit>
void for_each(const SyntaxTree& tree, const Visit& visit) {
  NodeId until = 0;  // end of the function we are in
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (id >= until && is_function(tree.kind(id)) && !runs_at_once(tree, id))
      until = tree[id].after;
    visit(id, id >= until);
  }
}

// `X` in `import {X}`, in `let y: X.Z` and in `typeof X` as a type: no value is read.
bool is_value(const SyntaxTree& tree, NodeId id) {
  if (tree.kind(id) == Kind::kShorthandPropertyIdentifier) return true;
  NodeId up = tree.parent(id);
  if (tree.kind(id) != Kind::kIdentifier || up == kNoNode) return false;
  switch (tree.kind(up)) {
    case Kind::kImportSpecifier:
    case Kind::kImportClause:
    case Kind::kNamespaceImport:
    case Kind::kImportRequireClause:
    case Kind::kNestedTypeIdentifier:
    case Kind::kTypeQuery:
      return false;
    default:
      return true;
  }
}

// The value is bound to a name or handed on, not looked into.
bool is_handed_on(const SyntaxTree& tree, NodeId id) {
  if (tree.kind(id) == Kind::kShorthandPropertyIdentifier) return true;
  switch (tree.kind(tree.parent(id))) {
    case Kind::kVariableDeclarator:
    case Kind::kExportSpecifier:
    case Kind::kPair:
    case Kind::kAssignmentExpression:
      return true;
    default:
      return tree[id].field == Field::kProperty;
  }
}

bool takes_a_name(const Import& import) {
  return import.kind == ImportKind::kRequire &&
         std::any_of(import.names.begin(), import.names.end(),
                     [](const ImportedName& name) { return name.name != "*"; });
}

bool is_exports(const SyntaxTree& tree, NodeId left) {
  return tree.kind(left) == Kind::kMemberExpression && tree.text(left) == "module.exports";
}

}  // namespace

void mark_load_use(const SyntaxTree& tree, std::vector<Import>& imports) {
  std::multimap<std::string_view, Import*> locals;
  for (Import& import : imports) {
    if (import.in_function || import.type_only) continue;
    import.at_load = takes_a_name(import);
    if (!import.alias.empty()) locals.emplace(import.alias, &import);
    for (const ImportedName& name : import.names)
      if (!name.alias.empty()) locals.emplace(name.alias, &import);
  }
  if (locals.empty()) return;
  std::set<const Import*> used;
  for_each(tree, [&](NodeId id, bool loading) {
    if (!is_value(tree, id)) return;
    auto [first, last] = locals.equal_range(tree.text(id));
    for (auto at = first; at != last; ++at) {
      used.insert(at->second);
      at->second->at_load = at->second->at_load || (loading && !is_handed_on(tree, id));
    }
  });
  if (tree.language().name == "javascript") return;
  for (const auto& [name, import] : locals)
    if (import->kind == ImportKind::kEsm && !used.contains(import)) import->type_only = true;
}

std::uint32_t exports_line(const SyntaxTree& tree) {
  std::uint32_t line = 0;
  for_each(tree, [&](NodeId id, bool loading) {
    if (line != 0 || !loading || tree.kind(id) != Kind::kAssignmentExpression) return;
    NodeId left = tree.child(id, Field::kLeft);
    if (left != kNoNode && is_exports(tree, left)) line = tree.line(id);
  });
  return line;
}

}  // namespace stackfit
