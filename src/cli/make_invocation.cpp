#include "cli/make_invocation.h"

#include <sys/stat.h>

#include "cli/commands.h"
#include "cli/settings.h"

namespace stackfit {
namespace {

bool is_folder(const std::string& path) {
  struct stat found = {};
  return stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode);
}

std::string without_dot_slash(std::string path) {
  while (path.starts_with("./")) path.erase(0, 2);
  return path;
}

// `audit PATH` and `check PATH` scan PATH; `check a.js b.js` scans the current folder and judges
// these files. The first argument of `baseline` is what to do; `-` is standard
// input, a file of the current folder.
void take_root(Invocation& invocation) {
  auto arguments = invocation.arguments;
  if (invocation.command == "baseline" && !arguments.empty()) arguments.erase(arguments.begin());
  if (arguments == std::vector<std::string>{"-"}) return;
  bool folder_only = (find_command(invocation.command)->bit & (kAuditBit | kViews)) != 0;
  bool files =
      !folder_only && !arguments.empty() && (arguments.size() > 1 || !is_folder(arguments.front()));
  if (!files && !arguments.empty()) invocation.options.root = arguments.front();
  if (files)
    for (const auto& path : arguments) invocation.options.files.push_back(without_dot_slash(path));
}

// A report is printed in the format that is asked for now, and in none when files alone are: the
// configuration says what a run prints.
void forget_format(Invocation& invocation) {
  if (invocation.command == "report") invocation.options.format.clear();
}

// A configuration serves every run of a project. Its conditions that need a comparison rest in a
// run without one; asked for by a flag, they are an error there.
void rest_comparisons(const Invocation& asked, Invocation& invocation) {
  if (asked.options.change.wanted()) return;
  invocation.options.max_drop.reset();
  invocation.options.no_new_poor = false;
  invocation.options.new_only = false;
}

}  // namespace

Invocation default_invocation(const CommandLine& line) {
  Invocation invocation;
  invocation.command = line.command;
  invocation.arguments = line.arguments;
  if (line.command == "check") invocation.options.fail_on = Severity::kError;
  if ((find_command(line.command)->bit & kRuns) != 0) take_root(invocation);
  if (line.command == "config" && line.arguments.size() > 1)
    invocation.options.root = line.arguments[1];
  if (line.command == "init" && !line.arguments.empty())
    invocation.options.root = line.arguments.front();
  return invocation;
}

Result<Invocation> make_invocation(const CommandLine& line) {
  Invocation asked = default_invocation(line);
  if (auto applied = apply_flags(line, asked); !applied) return applied.error();
  bool configured = (find_command(line.command)->bit & (kRuns | kReportBit)) != 0;
  if (asked.help || !configured) return asked;
  auto settings = read_settings(asked);
  if (!settings) return settings.error();
  Invocation invocation = default_invocation(line);
  if (auto applied = apply_settings(*settings, invocation); !applied) return applied.error();
  rest_comparisons(asked, invocation);
  forget_format(invocation);
  if (auto applied = apply_flags(line, invocation); !applied) return applied.error();
  return invocation;
}

}  // namespace stackfit
