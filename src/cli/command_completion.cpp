#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/vocabulary.h"

namespace stackfit {

Result<int> run_completion(const Invocation& invocation, Console&) {
  auto rules = load_rules({});
  if (!rules) return rules.error();
  const auto& shell = invocation.arguments.front();
  auto script = completion_script(shell, *rules);
  if (script.empty())
    return Error{ErrorKind::kUsage, fmt::format("no completion for \"{}\"", shell), "",
                 "shells: bash, zsh, fish"};
  if (auto printed = print(script); !printed) return printed.error();
  return kClean;
}

Result<int> run_manual(const Invocation&, Console&) {
  if (auto printed = print(manual_page()); !printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
