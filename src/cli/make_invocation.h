#pragma once
#include "cli/command_line.h"

namespace stackfit {

/// From words to what the user wants: defaults, then the configuration (unless --isolated or
/// --help), then the flags, which win.
Result<Invocation> make_invocation(const CommandLine& line);

}  // namespace stackfit
