#pragma once
#include "project/npm/issues.h"

namespace stackfit::npm {

/// The finding for one issue, at the direct dependency's line of the manifest.
Finding make_finding(const Issue& issue, const Workspace& workspace, const Rule& rule);

/// The finding that counts the transitive issues a workspace has beyond those it shows.
Finding make_rest_finding(const std::vector<Issue>& rest, const Workspace& workspace,
                          const Rule& rule);

/// How much an issue weighs: withdrawn or unsafe releases are errors, dead packages the product
/// runs are warnings, everything else is a note.
Severity severity_of(const Issue& issue, const Workspace& workspace);

}  // namespace stackfit::npm
