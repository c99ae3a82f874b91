#include "cli/make_invocation.h"

#include <sys/stat.h>

#include "cli/commands.h"
#include "cli/config.h"

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
// these files. The first argument of `baseline` is what to do.
void take_root(Invocation& invocation) {
  auto arguments = invocation.arguments;
  if (invocation.command == "baseline" && !arguments.empty()) arguments.erase(arguments.begin());
  bool files = invocation.command != "audit" && !arguments.empty() &&
               (arguments.size() > 1 || !is_folder(arguments.front()));
  if (!files && !arguments.empty()) invocation.options.root = arguments.front();
  if (files)
    for (const auto& path : arguments) invocation.options.files.push_back(without_dot_slash(path));
}

Result<void> apply_config_file(const ConfigFile& file, Invocation& invocation) {
  auto entries = read_config(file);
  if (!entries) return entries.error();
  for (const auto& entry : *entries)
    if (auto applied = apply_config(entry, invocation); !applied) return applied.error();
  return {};
}

// `asked` is what the flags alone say: which file, or none.
Result<void> configure(const Invocation& asked, Invocation& invocation) {
  if (!asked.config_file.empty()) {
    auto file = load_config(asked.config_file);
    if (!file) return file.error();
    if (auto applied = apply_config_file(*file, invocation); !applied) return applied.error();
  } else if (!asked.isolated) {
    auto file = find_config(asked.options.root);
    if (!file) return file.error();
    if (*file)
      if (auto applied = apply_config_file(**file, invocation); !applied) return applied.error();
  }
  for (const auto& setting : asked.settings) {
    auto entry = parse_setting(setting);
    if (!entry) return entry.error();
    if (auto applied = apply_config(*entry, invocation); !applied) return applied.error();
  }
  return {};
}

}  // namespace

Invocation default_invocation(const CommandLine& line) {
  Invocation invocation;
  invocation.command = line.command;
  invocation.arguments = line.arguments;
  if (line.command == "check") invocation.options.fail_on = Severity::kError;
  if ((find_command(line.command)->bit & kRuns) != 0) take_root(invocation);
  return invocation;
}

Result<Invocation> make_invocation(const CommandLine& line) {
  Invocation asked = default_invocation(line);
  if (auto applied = apply_flags(line, asked); !applied) return applied.error();
  bool scans = (find_command(line.command)->bit & kRuns) != 0;
  if (asked.help || !scans) return asked;
  Invocation invocation = default_invocation(line);
  if (auto configured = configure(asked, invocation); !configured) return configured.error();
  if (auto applied = apply_flags(line, invocation); !applied) return applied.error();
  return invocation;
}

}  // namespace stackfit
