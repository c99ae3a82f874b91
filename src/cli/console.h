#pragma once
#include <string>
#include <string_view>

#include "cli/invocation.h"
#include "core/result.h"
#include "report/report.h"

namespace stackfit {

/// Where the output goes and what it can show. Results go to standard output, everything else to
/// standard error.
struct Console {
  Style out;  ///< of standard output
  bool colour_errors = false;
  bool show_progress = false;  ///< standard error is a terminal and nobody asked for silence
  bool quiet = false;
};

/// Looks at terminal, environment and flags: --color, then NO_COLOR, FORCE_COLOR and
/// CLICOLOR_FORCE, CI logs that render colour, then whether it is a terminal other than `dumb`.
Console open_console(const Invocation& invocation);

/// Guards the process against its surroundings: closed standard descriptors stay closed instead of
/// being handed to the next file opened, a closed pipe or a file-size limit is an error of write()
/// instead of a death, SIGINT and SIGTERM end with 130 and 143. Call it first.
void prepare_process();

/// Writes all of it to standard output. A reader that closed its pipe has seen enough: no error.
/// Anything else that fails is kIo.
Result<void> print(std::string_view text);

/// `stackfit: error: …` with its place and hint, on standard error.
void print_error(const Error& error, bool colour);

/// A note on standard error, unless --quiet.
void print_note(const Console& console, std::string_view text);

}  // namespace stackfit
