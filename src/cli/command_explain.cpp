#include <fmt/format.h>

#include "cli/commands.h"
#include "core/nearest.h"
#include "core/text.h"

namespace stackfit {

Result<int> run_explain(const Invocation& invocation, Console&) {
  auto rules = load_rules(invocation.options.rule_dirs);
  if (!rules) return rules.error();
  const auto& name = invocation.arguments.front();
  const Rule* rule = find_rule(*rules, name);
  if (rule == nullptr) {
    std::vector<std::string> known;
    for (const Rule& row : rules->rules) known.push_back(row.id);
    auto hint = did_you_mean(name, known);
    return Error{ErrorKind::kUsage, fmt::format("there is no rule \"{}\"", name), "",
                 hint.empty() ? "stackfit rules lists them" : hint};
  }
  if (auto printed = print(rule->page); !printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
