#include "cli/rules_for.h"

#include "cli/config_keys.h"
#include "rules/overrides.h"

namespace stackfit {

Result<RuleSet> rules_for(const Invocation& invocation) {
  auto rules = load_rules(invocation.options.rule_dirs);
  if (!rules) return rules.error();
  for (const auto& name : invocation.options.only)
    if (find_rule(*rules, name) == nullptr) return unknown_rule(*rules, name, ErrorKind::kUsage);
  for (const auto& fix : invocation.options.what_if)
    if (find_rule(*rules, fix.rule) == nullptr)
      return unknown_rule(*rules, fix.rule, ErrorKind::kUsage);
  if (auto checked = check_allows(invocation.options, *rules); !checked) return checked.error();
  return with_overrides(std::move(*rules), invocation.overrides, invocation.path_overrides);
}

}  // namespace stackfit
