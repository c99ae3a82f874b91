#pragma once
#include <map>
#include <string_view>
#include <vector>

#include "facts/source_facts.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// Every module a JavaScript or TypeScript file loads by a literal name: import and export-from
/// statements, require calls, dynamic imports; in source order.
std::vector<Import> javascript_imports(const SyntaxTree& tree);

/// What a local name stands for: a package (`node:` and paths inside it left out, a relative module
/// as written), and the name taken out of it ("" or `default`: the module itself).
struct BoundModule {
  std::string_view package;
  std::string_view name;
};
using ModuleNames = std::map<std::string_view, BoundModule>;

/// Local names bound by imports. Refers to the texts of `imports`.
ModuleNames module_names(const std::vector<Import>& imports);

/// `node:fs/promises` → `fs`, `@a/b/c` → `@a/b`, `./x` → `./x`.
std::string_view package_of(std::string_view module);

}  // namespace stackfit
