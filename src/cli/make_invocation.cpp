#include "cli/make_invocation.h"

#include <sys/stat.h>

#include "cli/commands.h"

namespace stackfit {
namespace {

bool is_folder(const std::string& path) {
  struct stat found = {};
  return stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode);
}

// `audit PATH` and `check PATH` scan PATH; `check a.js b.js` scans the current folder and judges
// these files.
void take_root(Invocation& invocation) {
  const auto& arguments = invocation.arguments;
  auto& options = invocation.options;
  bool files = invocation.command == "check" && !arguments.empty() &&
               (arguments.size() > 1 || !is_folder(arguments.front()));
  if (files)
    options.files = arguments;
  else if (!arguments.empty())
    options.root = arguments.front();
}

Invocation defaults(const CommandLine& line) {
  Invocation invocation;
  invocation.command = line.command;
  invocation.arguments = line.arguments;
  if (line.command == "check") invocation.options.fail_on = Severity::kError;
  unsigned bit = find_command(line.command)->bit;
  if ((bit & kRuns) != 0) take_root(invocation);
  return invocation;
}

}  // namespace

Result<Invocation> make_invocation(const CommandLine& line) {
  Invocation invocation = defaults(line);
  if (auto applied = apply_flags(line, invocation); !applied) return applied.error();
  return invocation;
}

}  // namespace stackfit
