#pragma once
#include <string>

#include "rules/rule_set.h"

namespace stackfit {

/// The JSON Schema (draft 7, which editors know) of stackfit.toml, made of the table the parser
/// reads and of the rules.
std::string config_schema(const RuleSet& rules);

}  // namespace stackfit
