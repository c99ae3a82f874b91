#pragma once

namespace stackfit {

/// The whole program: parses the command line, runs the command. Returns the exit status: 0 clean,
/// 1 the gate failed, 2 stackfit could not do its work.
int run(int argc, char** argv);

}  // namespace stackfit
