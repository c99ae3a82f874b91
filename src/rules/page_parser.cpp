#include "rules/rule_set.h"

namespace stackfit {

Result<Rule> parse_rule(std::string_view, const std::string& source) {
  return Error{ErrorKind::kConfig, "not a rule page", source, ""};
}

}  // namespace stackfit
