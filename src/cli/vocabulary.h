#pragma once
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/flags.h"
#include "rules/rule_set.h"

namespace stackfit {

/// The words a command begins with: `create`, `prune` and `accept` of `baseline`.
std::vector<std::string> first_words(const Subcommand& command);

/// What a flag takes, by its placeholder: the words to choose from, or nothing for free text.
std::vector<std::string> choices_of(const Flag& flag, const RuleSet& rules);

/// True for a flag whose value names a file or a folder.
bool takes_file(const Flag& flag);

/// The script that completes stackfit's command line in `bash`, `zsh` or `fish`; empty for another
/// shell. Made of the tables of commands and flags.
std::string completion_script(std::string_view shell, const RuleSet& rules);

/// The manual page (man 7 groff_man), made of the same tables.
std::string manual_page();

}  // namespace stackfit
