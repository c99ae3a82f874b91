#pragma once
#include "tree/excludes.h"

namespace stackfit {

/// The table of files and folders that are not the project's own work (rules/data/excludes.toml).
/// Part of the program: a row that does not parse ends it, as `rule_data` does.
ExcludeTable load_excludes();

}  // namespace stackfit
