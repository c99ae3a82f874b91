#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "core/text.h"

namespace stackfit {
namespace {

Error usage(std::string message, std::string hint = "") {
  return {ErrorKind::kUsage, std::move(message), "", std::move(hint)};
}

std::string as_json(const RuleSet& rules) {
  auto rows = nlohmann::ordered_json::array();
  for (const Rule& rule : rules.rules) {
    nlohmann::ordered_json row = {{"id", rule.id},
                                  {"topic", rule.topic},
                                  {"summary", rule.summary},
                                  {"severity", name_of(rule.severity)},
                                  {"languages", rule.languages},
                                  {"threshold", rule.threshold},
                                  {"per_path", rule.per_path},
                                  {"claims", rule.claims}};
    if (rule.health)
      row["health"] = {{"category", rule.health->category}, {"most", rule.health->most}};
    rows.push_back(std::move(row));
  }
  nlohmann::ordered_json document = {{"digest", rules.digest}, {"rules", std::move(rows)}};
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string as_text(const RuleSet& rules) {
  std::string text;
  for (const Rule& rule : rules.rules)
    text += fmt::format("{:<32} {:<8} {:<12} {}\n", rule.id, name_of(rule.severity), rule.topic,
                        display(rule.summary));
  return text;
}

}  // namespace

Result<int> run_rules(const Invocation& invocation, Console&) {
  const auto& arguments = invocation.arguments;
  const auto& format = invocation.options.format;
  if (!arguments.empty() && arguments.front() != "list")
    return usage(fmt::format("\"rules\" knows no \"{}\"", arguments.front()),
                 "stackfit rules list, or stackfit explain RULE");
  if (format != "text" && format != "json")
    return usage(fmt::format("\"rules\" prints text or json, not \"{}\"", format));
  auto rules = load_rules(invocation.options.rule_dirs);
  if (!rules) return rules.error();
  auto printed = print(format == "json" ? as_json(*rules) : as_text(*rules));
  if (!printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
