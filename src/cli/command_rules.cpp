#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

#include "cli/commands.h"
#include "cli/output_file.h"
#include "cli/rule_test.h"
#include "core/nearest.h"
#include "core/text.h"
#include "facts/rules/query_rules.h"

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

Result<int> list_rules(const Invocation& invocation) {
  const auto& format = invocation.options.format;
  if (format != "text" && format != "json")
    return usage(fmt::format("\"rules\" prints text or json, not \"{}\"", format));
  auto rules = load_rules(invocation.options.rule_dirs);
  if (!rules) return rules.error();
  if (auto checked = FileRules::prepare(*rules); !checked) return checked.error();
  auto printed = print(format == "json" ? as_json(*rules) : as_text(*rules));
  if (!printed) return printed.error();
  return kClean;
}

bool is_rule_id(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

// Prints the page, or writes it into the one folder that --rules names.
Result<int> new_rule(const Invocation& invocation) {
  const auto& arguments = invocation.arguments;
  const auto& folders = invocation.options.rule_dirs;
  if (arguments.size() != 2 || !is_rule_id(arguments[1]))
    return usage("\"rules new\" wants an id in lower case with hyphens",
                 "stackfit rules new no-alert --rules DIR");
  if (folders.size() > 1) return usage("\"rules new\" writes into one folder");
  auto page = new_rule_page(arguments[1]);
  if (folders.empty()) {
    if (auto printed = print(page); !printed) return printed.error();
    return kClean;
  }
  auto path = join_path(folders[0], arguments[1] + ".md");
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored))
    return Error{ErrorKind::kUsage, "there is a page of that name already", path, ""};
  if (auto written = write_file(path, page); !written) return written.error();
  if (auto printed = print(display(path) + "\n"); !printed) return printed.error();
  return kClean;
}

Result<int> test(const Invocation& invocation) {
  auto folders = invocation.options.rule_dirs;
  folders.insert(folders.end(), invocation.arguments.begin() + 1, invocation.arguments.end());
  return test_rules(folders, invocation.update);
}

}  // namespace

Result<int> run_rules(const Invocation& invocation, Console&) {
  const auto& arguments = invocation.arguments;
  const auto action = arguments.empty() ? std::string("list") : arguments.front();
  if (invocation.update && action != "test") return usage("--update is for \"rules test\"");
  if (action == "test") return test(invocation);
  if (action == "new") return new_rule(invocation);
  if (action == "list" && arguments.size() < 2) return list_rules(invocation);
  return usage(fmt::format("\"rules\" knows no \"{}\"", arguments.back()),
               did_you_mean(action, {"list", "new", "test"}));
}

}  // namespace stackfit
