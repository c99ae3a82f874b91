#pragma once
#include <vector>

#include "facts/gather.h"
#include "tree/tree.h"

namespace stackfit {

/// Adds what `deps` reads of node_modules, where somebody installed: npm's own record of it for a
/// package.json without a lockfile, and the READMEs of direct dependencies. Folders of that name
/// are never listed, so each file is asked for by its path. A record of npm that the folders
/// contradict has a problem instead of packages.
void add_installed(const Tree& tree, const AnalysisContext& context, const GatherOptions& how,
                   std::vector<FileRecord>& records);

}  // namespace stackfit
