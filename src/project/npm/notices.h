#pragma once
#include <vector>

#include "project/npm/issues.h"

namespace stackfit::npm {

/// Direct dependencies whose installed README says that the project ended, where nothing stronger
/// speaks of them: notes. Only as far as `records` hold READMEs of node_modules.
std::vector<Issue> find_noticed(const Workspace& workspace, const JudgedLock* lock,
                                const std::vector<FileRecord>& records);

}  // namespace stackfit::npm
