#pragma once
#include <string>

#include "cli/console.h"
#include "core/result.h"

namespace stackfit {

/// Runs the examples of the pages in `folders` (of the built-in pages when there are none) and
/// prints what differs from what they expect. With `update`, expectations are rewritten in the
/// pages. Returns the exit status: 1 when an example differs and was not updated.
Result<int> test_rules(const std::vector<std::string>& folders, bool update);

/// The page a new rule starts with: it works and passes its own examples.
std::string new_rule_page(const std::string& id);

}  // namespace stackfit
