#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "core/text.h"
#include "registry/npm_settings.h"

namespace stackfit {
namespace {

struct Part {
  std::string_view name;
  std::string_view version;
};
#include "build_parts.inc"  // kGrammars, kLibraries: written by src/CMakeLists.txt

nlohmann::ordered_json versions_of(const std::vector<Part>& parts) {
  auto object = nlohmann::ordered_json::object();
  for (const auto& part : parts) object[std::string(part.name)] = part.version;
  return object;
}

std::string as_json(const RuleSet& rules) {
  nlohmann::ordered_json document = {{"name", "stackfit"},
                                     {"version", STACKFIT_VERSION},
                                     {"rules_digest", rules.digest},
                                     {"rules", rules.rules.size()},
                                     {"scoring", rules.scoring.version},
                                     {"grammars", versions_of(kGrammars)},
                                     {"libraries", versions_of(kLibraries)},
                                     {"registry", built_in_registry()}};
  return document.dump(2) + "\n";
}

std::string as_text(const RuleSet& rules) {
  auto text = fmt::format("stackfit {}\n  rules      {} ({}), scoring {}\n", STACKFIT_VERSION,
                          rules.rules.size(), rules.digest, rules.scoring.version);
  auto list = [&](std::string_view label, const std::vector<Part>& parts) {
    text += fmt::format("  {:<10}", label);
    for (const auto& part : parts)
      text += fmt::format("{} {} {}", &part == parts.data() ? "" : ",", part.name, part.version);
    text += "\n";
  };
  list("grammars", kGrammars);
  list("libraries", kLibraries);
  text += fmt::format("  registry   {}\n", built_in_registry().empty()
                                               ? std::string("none: --online wants --registry")
                                               : display(built_in_registry()));
  return text;
}

}  // namespace

Result<int> run_version(const Invocation& invocation, Console&) {
  const auto& format = invocation.options.format;
  if (format != "text" && format != "json")
    return Error{ErrorKind::kUsage,
                 fmt::format("\"version\" prints text or json, not \"{}\"", format), "", ""};
  auto rules = load_rules(invocation.options.rule_dirs);
  if (!rules) return rules.error();
  auto printed = print(format == "json" ? as_json(*rules) : as_text(*rules));
  if (!printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
