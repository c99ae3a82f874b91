#include "cli/help.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/flags.h"

namespace stackfit {
namespace {

std::string heading(std::string_view text, const Style& style) {
  return style.colour ? fmt::format("\n\x1b[1m{}\x1b[0m\n", text) : fmt::format("\n{}\n", text);
}

std::string left_column(const Flag& flag) {
  std::string text = flag.short_name.empty() ? "    " : fmt::format("{}, ", flag.short_name);
  text += flag.name;
  if (!flag.placeholder.empty()) text += fmt::format(" {}", flag.placeholder);
  return text;
}

}  // namespace

std::string help_text(const Subcommand& command, const Style& style) {
  auto text = fmt::format("usage: stackfit {} [flags] {}\n       {}\n", command.name,
                          command.arguments, command.help);
  if (command.bit == kAuditBit) {
    text += heading("Commands", style);
    for (const auto& row : commands())
      text += fmt::format("  {:<28} {}\n", fmt::format("{} {}", row.name, row.arguments), row.help);
  }
  std::string_view group;
  for (const auto& flag : flags()) {
    if ((flag.commands & command.bit) == 0) continue;
    if (flag.group != group) text += heading(flag.group, style);
    group = flag.group;
    text += fmt::format("  {:<28} {}\n", left_column(flag), flag.help);
  }
  if ((command.bit & (kReports | kReportBit)) != 0) {
    text += heading("Formats", style);
    for (const auto& writer : writers())
      text += fmt::format("  {:<28} {}\n", writer.format, writer.what);
  }
  text += heading("Exit status", style);
  text += "  0 done, and the gate held   1 the gate failed   2 stackfit could not do its work\n";
  return text;
}

}  // namespace stackfit
