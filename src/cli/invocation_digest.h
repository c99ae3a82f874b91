#pragma once
#include <string>

#include "cli/invocation.h"

namespace stackfit {

/// Everything of an invocation that a report may depend on, as text: different texts for different
/// questions. Leaves out how the work is done (jobs, cache) and what goes to standard error.
std::string digest_of(const Invocation& invocation);

}  // namespace stackfit
