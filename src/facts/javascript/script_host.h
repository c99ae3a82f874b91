#pragma once
#include <string_view>
#include <vector>

#include "facts/source_facts.h"
#include "rules/data_table.h"
#include "rules/rule_set.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// rules/data/script-hosts.toml.
struct ScriptHosts {
  NameSet server_modules;
  NameSet browser_globals, browser_calls, browser_modules;
  NameSet driven_modules, driven_functions;
  std::vector<std::string> guards;  ///< what code for both sides asks
};
ScriptHosts read_script_hosts(const RuleSet& rules);

/// False when a file declares the name itself, as whatever: a variable, function, parameter or part
/// of a pattern. `imports` are not looked at.
bool is_undeclared(const SyntaxTree& tree, std::string_view name);

/// Whether a script imports what only a server has, and nothing that brings a browser with it.
bool is_server_script(const std::vector<Import>& imports, const ScriptHosts& hosts);

/// Whether a script uses what only a page has, and imports nothing that only a server has.
bool is_browser_script(const SyntaxTree& tree, const std::vector<Import>& imports,
                       const ScriptHosts& hosts);

}  // namespace stackfit
