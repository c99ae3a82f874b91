// Completion for three shells from one vocabulary. The scripts hold every word they offer: pressing
// a key starts no program.
#include <fmt/format.h>

#include <algorithm>

#include "cli/vocabulary.h"
#include "core/text.h"

namespace stackfit {
namespace {

std::string quoted(std::string_view text) {
  std::string result = "'";
  for (char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

std::vector<const Flag*> flags_of(const Subcommand& command) {
  std::vector<const Flag*> known;
  for (const auto& flag : flags())
    if ((flag.commands & command.bit) != 0) known.push_back(&flag);
  return known;
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const auto& command : commands()) names.emplace_back(command.name);
  return names;
}

std::string bash_values(const RuleSet& rules) {
  std::string text;
  for (const auto& flag : flags()) {
    if (flag.placeholder.empty()) continue;
    auto names = std::string(flag.name);
    if (!flag.short_name.empty()) names += fmt::format("|{}", flag.short_name);
    auto choices = choices_of(flag, rules);
    if (!choices.empty())
      text +=
          fmt::format("    {}) mapfile -t COMPREPLY < <(compgen -W {} -- \"$word\"); return ;;\n",
                      names, quoted(join(choices, " ")));
    else if (!takes_file(flag))
      text += fmt::format("    {}) COMPREPLY=(); return ;;\n", names);
    else
      text += fmt::format("    {}) mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); return ;;\n",
                          names);
  }
  return text;
}

std::string bash_commands() {
  std::string text;
  for (const auto& command : commands()) {
    std::vector<std::string> words;
    for (const auto* flag : flags_of(command)) words.emplace_back(flag->name);
    text += fmt::format("    {}) flags={} words={} ;;\n", command.name, quoted(join(words, " ")),
                        quoted(join(first_words(command), " ")));
  }
  return text;
}

std::string bash_script(const RuleSet& rules) {
  auto names = join(command_names(), " ");
  return fmt::format(R"(# bash completion for stackfit. Generated: stackfit completion bash
_stackfit() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} command=audit flags words at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case " {0} " in *" ${{COMP_WORDS[at]}} "*) command=${{COMP_WORDS[at]}}; break ;; esac
  done
  case $before in
{1}  esac
  case $command in
{2}  esac
  case $word in
    -*) mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$word"); return ;;
  esac
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W '{0}' -- "$word"; compgen -f -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word"; compgen -f -- "$word")
  fi
}}
complete -o filenames -F _stackfit stackfit
)",
                     names, bash_values(rules), bash_commands());
}

// Text of a zsh completion specification.
std::string zsh_text(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

std::string zsh_flag(const Flag& flag, const RuleSet& rules) {
  auto choices = choices_of(flag, rules);
  std::string value;
  if (!choices.empty())
    value = fmt::format(":{}:({})", flag.placeholder, join(choices, " "));
  else if (!flag.placeholder.empty())
    value = fmt::format(":{}:{}", flag.placeholder, takes_file(flag) ? "_files" : " ");
  auto spec = fmt::format("{}[{}]{}", flag.name, zsh_text(flag.help), value);
  return quoted((flag.repeatable ? "*" : "") + spec);
}

std::string zsh_script(const RuleSet& rules) {
  std::string names, cases;
  for (const auto& command : commands()) {
    names += fmt::format("    {}\n", quoted(fmt::format("{}:{}", command.name, command.help)));
    cases += fmt::format("        {})\n          _arguments \\\n", command.name);
    for (const auto* flag : flags_of(command))
      cases += fmt::format("            {} \\\n", zsh_flag(*flag, rules));
    auto words = first_words(command);
    if (!words.empty()) cases += fmt::format("            ':what:({})' \\\n", join(words, " "));
    cases += "            '*:file:_files'\n          ;;\n";
  }
  return fmt::format(R"(#compdef stackfit
# zsh completion for stackfit. Generated: stackfit completion zsh
_stackfit() {{
  local -a names
  names=(
{}  )
  local context state line
  _arguments -C '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command names; _files ;;
    rest)
      case $words[1] in
{}      esac
      ;;
  esac
}}
_stackfit "$@"
)",
                     names, cases);
}

std::string fish_script(const RuleSet& rules) {
  std::string text = "# fish completion for stackfit. Generated: stackfit completion fish\n";
  auto names = join(command_names(), " ");
  for (const auto& command : commands()) {
    text +=
        fmt::format("complete -c stackfit -n \"not __fish_seen_subcommand_from {}\" -a {} -d {}\n",
                    names, command.name, quoted(command.help));
    auto words = first_words(command);
    if (!words.empty())
      text += fmt::format("complete -c stackfit -n \"__fish_seen_subcommand_from {}\" -a {}\n",
                          command.name, quoted(join(words, " ")));
  }
  for (const auto& flag : flags()) {
    std::vector<std::string> users;
    for (const auto& command : commands())
      if ((flag.commands & command.bit) != 0) users.emplace_back(command.name);
    if (users.empty()) continue;
    auto choices = choices_of(flag, rules);
    auto when = users.front() == commands().front().name
                    ? std::string()
                    : fmt::format(" -n \"__fish_seen_subcommand_from {}\"", join(users, " "));
    text += fmt::format("complete -c stackfit{} -l {}", when, flag.name.substr(2));
    if (!flag.short_name.empty()) text += fmt::format(" -s {}", flag.short_name.substr(1));
    if (!choices.empty())
      text += fmt::format(" -x -a {}", quoted(join(choices, " ")));
    else if (!flag.placeholder.empty())
      text += takes_file(flag) ? " -r" : " -x";
    text += fmt::format(" -d {}\n", quoted(flag.help));
  }
  return text;
}

}  // namespace

std::string completion_script(std::string_view shell, const RuleSet& rules) {
  if (shell == "bash") return bash_script(rules);
  if (shell == "zsh") return zsh_script(rules);
  return shell == "fish" ? fish_script(rules) : "";
}

}  // namespace stackfit
