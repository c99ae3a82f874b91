// The one file that knows CLI11. It is used for what is tedious to get right (values after `=`,
// bundled short flags, repeated flags); names, help and messages come from our own table, because a
// misspelt flag deserves the nearest name and not a usage page.
#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/commands.h"
#include "core/nearest.h"

namespace stackfit {
namespace {

Error usage(std::string message, std::string hint) {
  return {ErrorKind::kUsage, std::move(message), "", std::move(hint)};
}

void add_flag(CLI::App& app, const Flag& flag) {
  std::string names(flag.name);
  if (!flag.short_name.empty()) names = fmt::format("{},{}", flag.short_name, flag.name);
  if (flag.placeholder.empty()) {
    app.add_flag(names);
    return;
  }
  if (flag.placeholder.starts_with("[=")) {  // `--online`, `--online=all`
    auto usual = flag.placeholder.substr(2, flag.placeholder.find_first_of("|]") - 2);
    app.add_flag(fmt::format("{}{{{}}}", names, usual));
    return;
  }
  auto* option = app.add_option(names);
  if (flag.repeatable) option->expected(-1);  // any number of times
  option->multi_option_policy(flag.repeatable ? CLI::MultiOptionPolicy::TakeAll
                                              : CLI::MultiOptionPolicy::TakeLast);
  option->allow_extra_args(false);  // after expected(): one value each time
}

Error unknown_flag(const std::string& word, unsigned command) {
  auto name = word.substr(0, word.find('='));
  std::vector<std::string> known;
  for (const auto& flag : flags())
    if ((flag.commands & command) != 0) known.emplace_back(flag.name);
  auto hint = did_you_mean(name, known);
  return usage(fmt::format("unknown flag \"{}\"", name),
               hint.empty() ? "stackfit --help lists the flags" : hint);
}

// Takes the command's name off the front of the arguments. `all_after_dashes`: the user wrote `--`
// first, so a folder called `rules` can be scanned.
void take_command(CommandLine& line, bool all_after_dashes) {
  if (line.arguments.empty() || all_after_dashes) return;
  if (find_command(line.arguments.front()) == nullptr) return;
  line.command = line.arguments.front();
  line.arguments.erase(line.arguments.begin());
}

Result<void> collect_flags(const CLI::App& app, CommandLine& line) {
  unsigned command = find_command(line.command)->bit;
  for (const auto& flag : flags()) {
    const auto* option = app.get_option(std::string(flag.name));
    if (option->count() == 0) continue;
    if ((flag.commands & command) == 0)
      return usage(fmt::format("{} means nothing to \"{}\"", flag.name, line.command),
                   fmt::format("stackfit {} --help lists its flags", line.command));
    if (flag.placeholder.empty())
      line.flags.push_back({&flag, ""});
    else if (flag.repeatable)
      for (const auto& value : option->results()) line.flags.push_back({&flag, value});
    else
      line.flags.push_back({&flag, option->results().back()});
  }
  return {};
}

Result<void> check_arguments(const CommandLine& line) {
  const Subcommand& command = *find_command(line.command);
  if (line.arguments.size() < command.least)
    return usage(fmt::format("\"{}\" wants {}", line.command, command.arguments),
                 fmt::format("stackfit {} --help", line.command));
  if (line.arguments.size() > command.most)
    return usage(fmt::format("\"{}\" is one argument too many", line.arguments[command.most]),
                 fmt::format("stackfit {} {}", line.command, command.arguments));
  return {};
}

Result<CommandLine> parse(const std::vector<std::string>& words) {
  CLI::App app;
  app.set_help_flag("");
  app.allow_extras();
  for (const auto& flag : flags()) add_flag(app, flag);

  auto dashes = std::find(words.begin(), words.end(), "--");
  std::vector<std::string> reversed(words.begin(), dashes);
  std::reverse(reversed.begin(), reversed.end());
  app.parse(reversed);

  CommandLine line;
  std::string unknown;
  for (auto& word : app.remaining()) {
    if (word.size() > 1 && word[0] == '-')
      unknown = unknown.empty() ? word : unknown;
    else
      line.arguments.push_back(word);
  }
  bool all_after_dashes = line.arguments.empty();
  if (dashes != words.end()) line.arguments.insert(line.arguments.end(), dashes + 1, words.end());
  take_command(line, all_after_dashes);
  if (!unknown.empty()) return unknown_flag(unknown, find_command(line.command)->bit);
  if (auto collected = collect_flags(app, line); !collected) return collected.error();
  bool help = std::any_of(line.flags.begin(), line.flags.end(),
                          [](const auto& given) { return given.flag->name == "--help"; });
  if (help) return line;
  if (auto checked = check_arguments(line); !checked) return checked.error();
  return line;
}

}  // namespace

Result<CommandLine> parse_command_line(const std::vector<std::string>& words) {
  try {
    return parse(words);
  } catch (const CLI::Error& problem) {
    return usage(problem.what(), "stackfit --help lists the flags");
  }
}

Result<void> apply_flags(const CommandLine& command_line, Invocation& invocation) {
  for (const auto& [flag, value] : command_line.flags)
    if (auto applied = flag->apply(invocation, value); !applied) return applied.error();
  return {};
}

}  // namespace stackfit
