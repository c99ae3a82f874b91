#pragma once
#include "project/graph/module_graph.h"
#include "project/javascript/resolver.h"

namespace stackfit {

/// The modules of a project's own JavaScript and TypeScript (vendored and generated code left out)
/// and their imports of each other.
ModuleGraph javascript_graph(const std::vector<FileRecord>& records,
                             const ModuleResolver& resolver);

}  // namespace stackfit
