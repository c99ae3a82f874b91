#pragma once
#include <string>

#include "cli/commands.h"

namespace stackfit {

/// What --help prints: the commands, or one command with its flags.
std::string help_text(const Subcommand& command, const Style& style);

}  // namespace stackfit
