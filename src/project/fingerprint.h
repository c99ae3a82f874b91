#pragma once
#include <vector>

#include "core/finding.h"

namespace stackfit {

/// Sets the fingerprint of sorted findings: who they are while the code around them moves. Made of
/// rule, path, scope and digest (without one, the message without its numbers), never of a line;
/// findings alike in all of these are told apart by an ordinal in their order.
void set_fingerprints(std::vector<Finding>& findings);

}  // namespace stackfit
