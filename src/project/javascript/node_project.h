#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "facts/gather.h"
#include "project/javascript/resolver.h"
#include "project/npm/workspaces.h"

namespace stackfit {

/// One import and what it leads to.
struct UsedImport {
  const FileRecord* file;
  const Import* import;
  ResolvedModule target;
};

/// Everything the classes of Node's name conflicts look at.
struct NodeProject {
  const std::vector<FileRecord>& records;
  const ModuleResolver& resolver;
  npm::Workspaces workspaces;
  std::vector<UsedImport> imports;  ///< of the project's own code
};
/// JavaScript or TypeScript of the project itself: no vendored code, no examples.
bool is_own_script(const FileRecord& record);
NodeProject node_project(const std::vector<FileRecord>& records, const ModuleResolver& resolver);

/// A finding of `module-name-conflict` of that class (`NM01` …).
Finding node_conflict(std::string_view id, std::string path, std::uint32_t line,
                      std::string_view name, Severity severity, std::string message);
/// Adds an import to what is related, up to a handful.
void relate(Finding& finding, const UsedImport& use);

/// Names of packages: classes NM01, NM02 and NM05.
std::vector<Finding> twin_workspaces(const NodeProject& project);
std::vector<Finding> packages_like_builtins(const NodeProject& project);
std::vector<Finding> packages_like_dependencies(const NodeProject& project);
std::vector<Finding> aliases_like_builtins(const NodeProject& project);
std::vector<Finding> hoisted(const NodeProject& project);

}  // namespace stackfit
