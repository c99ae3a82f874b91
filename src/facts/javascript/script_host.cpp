#include "facts/javascript/script_host.h"

#include <algorithm>

#include "facts/javascript/script.h"

namespace stackfit {
namespace {

// `fs` of `node:fs`, `@a/b` and `a/b` as they are.
std::string_view module_name(const Import& import) {
  std::string_view name = import.module;
  if (name.starts_with("node:")) name.remove_prefix(5);
  return name;
}

bool imports_any(const std::vector<Import>& imports, const NameSet& modules) {
  return std::any_of(imports.begin(), imports.end(), [&](const Import& import) {
    return !import.type_only && modules.count(module_name(import)) > 0;
  });
}

bool imports_name(const std::vector<Import>& imports, std::string_view name) {
  return std::any_of(imports.begin(), imports.end(), [&](const Import& import) {
    return import.alias == name ||
           std::any_of(import.names.begin(), import.names.end(),
                       [&](const ImportedName& bound) { return bound.alias == name; });
  });
}

// `define(["a"], function (a) {})`: the loader of pages that a name of `browser_calls` is.
bool loads_as_page(const SyntaxTree& tree, NodeId callee, const ScriptHosts& hosts) {
  NodeId call = tree.parent(callee);
  if (tree[callee].field != Field::kFunction || hosts.browser_calls.count(tree.text(callee)) == 0)
    return false;
  NodeId list = tree.child(call, Field::kArguments);
  if (list == kNoNode) return false;
  for (NodeId at = first_named(tree, list); at != kNoNode; at = next_named(tree, at))
    if (is_function_expression(tree.kind(at))) return true;
  return false;
}

// `document.title`, `$("#a")`.
bool is_used(const SyntaxTree& tree, NodeId name) {
  return tree[name].field == Field::kObject || tree[name].field == Field::kFunction;
}

}  // namespace

ScriptHosts read_script_hosts(const RuleSet& rules) {
  constexpr std::string_view kFile = "data/script-hosts.toml";
  ScriptHosts hosts;
  for (const auto& row : data_rows(rules, kFile, "server"))
    hosts.server_modules.merge(row.names("modules"));
  for (const auto& row : data_rows(rules, kFile, "browser")) {
    hosts.browser_globals.merge(row.names("globals"));
    hosts.browser_calls.merge(row.names("calls"));
    hosts.browser_modules.merge(row.names("modules"));
  }
  for (const auto& row : data_rows(rules, kFile, "driven")) {
    hosts.driven_modules.merge(row.names("modules"));
    hosts.driven_functions.merge(row.names("functions"));
  }
  for (const auto& row : data_rows(rules, kFile, "guard"))
    for (auto& text : row.list("texts")) hosts.guards.push_back(std::move(text));
  return hosts;
}

bool is_undeclared(const SyntaxTree& tree, std::string_view name) {
  for (NodeId id = 0; id < tree.size(); ++id) {
    Kind kind = tree.kind(id);
    bool named = kind == Kind::kIdentifier || kind == Kind::kShorthandPropertyIdentifierPattern;
    if (!named || tree.text(id) != name) continue;
    if (kind == Kind::kShorthandPropertyIdentifierPattern) return false;
    switch (tree[id].field) {
      case Field::kName:       // declarations of variables, functions and classes
      case Field::kPattern:    // typed parameters
      case Field::kParameter:  // of arrows
        return false;
      default:
        break;
    }
    NodeId up = tree.parent(id);
    if (up != kNoNode && tree.kind(up) == Kind::kFormalParameters) return false;
  }
  return true;
}

bool is_server_script(const std::vector<Import>& imports, const ScriptHosts& hosts) {
  return imports_any(imports, hosts.server_modules) &&
         !imports_any(imports, hosts.driven_modules) &&
         !imports_any(imports, hosts.browser_modules);
}

bool is_browser_script(const SyntaxTree& tree, const std::vector<Import>& imports,
                       const ScriptHosts& hosts) {
  if (imports_any(imports, hosts.server_modules)) return false;
  if (imports_any(imports, hosts.browser_modules)) return true;
  NameSet refused;  // names that turned out to be the file's own
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (tree.kind(id) != Kind::kIdentifier || !is_used(tree, id)) continue;
    auto name = tree.text(id);
    bool known = hosts.browser_globals.count(name) > 0;
    if (!known && !loads_as_page(tree, id, hosts)) continue;
    if (refused.count(name) > 0) continue;
    if (!imports_name(imports, name) && is_undeclared(tree, name)) return true;
    refused.emplace(name);
  }
  return false;
}

}  // namespace stackfit
