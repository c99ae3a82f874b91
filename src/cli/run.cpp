#include "cli/run.h"

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/make_invocation.h"
#include "syntax/memory.h"

namespace stackfit {
namespace {

Result<int> dispatch(const Invocation& invocation, Console& console) {
  const Subcommand& command = *find_command(invocation.command);
  if (!invocation.help) return command.run(invocation, console);
  if (auto printed = print(help_text(command, console.out)); !printed) return printed.error();
  return kClean;
}

int fail(const Error& error, const Console& console) {
  print_error(error, console.colour_errors);
  return kFailed;
}

}  // namespace

int run(int argc, char** argv) {
  prepare_process();
  use_parser_pool();
  auto line = parse_command_line({argv + (argc > 0 ? 1 : 0), argv + argc});
  if (!line) return fail(line.error(), open_console({}));
  auto invocation = make_invocation(*line);
  if (!invocation) return fail(invocation.error(), open_console({}));
  Console console = open_console(*invocation);
  auto status = dispatch(*invocation, console);
  if (!status) return fail(status.error(), console);
  return *status;
}

}  // namespace stackfit
