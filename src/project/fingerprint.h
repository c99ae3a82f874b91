#pragma once
#include <vector>

#include "core/finding.h"

namespace stackfit {

/// The finding's digest; where its rule gives none, that of the message without its numbers
/// (depths, counts, versions).
std::uint64_t identity_digest(const Finding& finding);

/// Sets the fingerprint of sorted findings: a hash of their identity (project/compare.h), which
/// stays while the code around them moves.
void set_fingerprints(std::vector<Finding>& findings);

}  // namespace stackfit
