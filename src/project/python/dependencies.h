#pragma once
#include <vector>

#include "facts/gather.h"
#include "project/npm/workspaces.h"

namespace stackfit {

/// Is this the format of a manifest in which Python projects say what they need?
bool declares_distributions(std::string_view format);
/// Is this the format of one of Python's lockfiles?
bool locks_distributions(std::string_view format);

/// The manifests of Python that belong to the product, each with the lockfile that decides its
/// versions. A name that several manifests of one folder ask for is the first one's; names are
/// compared as PEP 503 says.
npm::Workspaces find_python_workspaces(const std::vector<FileRecord>& records);

}  // namespace stackfit
