#pragma once
#include <cstdint>
#include <vector>

#include "core/options.h"
#include "project/project_facts.h"
#include "rules/rule_set.h"

namespace stackfit {

/// A project as if some findings had been fixed in place.
struct Fixed {
  ProjectFacts project;
  std::uint64_t findings = 0;  ///< how many those were
};

/// Takes away the findings the fixes speak of: their units turn clean, and work that was placed
/// badly on these very lines (hotspots of stack fit) is not there any more.
Fixed as_if_fixed(const ProjectFacts& project, const std::vector<Fix>& fixes,
                  const Scoring& scoring);

}  // namespace stackfit
