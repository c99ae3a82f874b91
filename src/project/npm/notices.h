#pragma once
#include <map>
#include <string>
#include <vector>

#include "project/npm/issues.h"

namespace stackfit::npm {

/// READMEs of node_modules that give a notice, by the folder of their package.
using InstalledReadmes = std::map<std::string, const FileRecord*, std::less<>>;

/// Those among `records`, which they point into.
InstalledReadmes installed_readmes(const std::vector<FileRecord>& records);

/// Direct dependencies whose installed README says that the project ended, where nothing stronger
/// speaks of them: notes.
std::vector<Issue> find_noticed(const Workspace& workspace, const JudgedLock* lock,
                                const InstalledReadmes& readmes);

}  // namespace stackfit::npm
