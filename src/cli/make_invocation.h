#pragma once
#include "cli/command_line.h"

namespace stackfit {

/// What the command alone says: its root, its files and its default gate.
Invocation default_invocation(const CommandLine& line);

/// From words to what the user wants: defaults, then the configuration (unless --isolated, --help
/// or a command that scans nothing), then --set, then the flags, which win.
Result<Invocation> make_invocation(const CommandLine& line);

}  // namespace stackfit
