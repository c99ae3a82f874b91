#pragma once
#include <string>
#include <vector>

#include "cli/flags.h"
#include "cli/invocation.h"
#include "core/result.h"

namespace stackfit {

/// The words of the command line, sorted into what they are. Nothing is applied yet: configuration
/// files come first, and flags win over them.
struct CommandLine {
  struct Given {
    const Flag* flag;
    std::string value;
  };
  std::string command = "audit";
  std::vector<Given> flags;
  std::vector<std::string> arguments;
};

/// Parses the words after the program's name. The first argument is the command if it names one;
/// `stackfit PATH` audits. Everything after `--` is an argument. Fails with kUsage on an unknown
/// flag, a flag the command does not know, or a missing value.
Result<CommandLine> parse_command_line(const std::vector<std::string>& words);

/// Applies the flags to `invocation`, in the order of the table.
Result<void> apply_flags(const CommandLine& command_line, Invocation& invocation);

}  // namespace stackfit
