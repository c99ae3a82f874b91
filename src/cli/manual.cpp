// The manual page. It names no date: the same program writes the same page.
#include <fmt/format.h>

#include "cli/vocabulary.h"
#include "core/text.h"
#include "report/report.h"

namespace stackfit {
namespace {

// Text of a roff line: backslashes and dashes mean themselves, no line starts a request.
std::string roff(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else
      result += c;
  }
  if (result.starts_with('.') || result.starts_with('\'')) result.insert(0, "\\&");
  return result;
}

std::string entry(std::string_view term, std::string_view text) {
  return fmt::format(".TP\n{}\n{}\n", term, roff(text));
}

std::string command_entries() {
  std::string text;
  for (const auto& command : commands())
    text += entry(fmt::format("\\fB{}\\fR {}", roff(command.name), roff(command.arguments)),
                  command.help);
  return text;
}

std::string flag_entries() {
  std::string text;
  std::string_view group;
  for (const auto& flag : flags()) {
    if (flag.group != group) text += fmt::format(".SS {}\n", roff(flag.group));
    group = flag.group;
    std::string term;
    if (!flag.short_name.empty()) term = fmt::format("\\fB{}\\fR, ", roff(flag.short_name));
    term += fmt::format("\\fB{}\\fR", roff(flag.name));
    if (!flag.placeholder.empty()) term += fmt::format(" \\fI{}\\fR", roff(flag.placeholder));
    std::vector<std::string> users;
    for (const auto& command : commands())
      if ((flag.commands & command.bit) != 0) users.emplace_back(command.name);
    auto help = std::string(flag.help);
    if (users.size() < commands().size()) help += fmt::format(" ({})", join(users, ", "));
    text += entry(term, help);
  }
  return text;
}

std::string format_entries() {
  std::string text;
  for (const auto& writer : writers())
    text += entry(fmt::format("\\fB{}\\fR", roff(writer.format)), writer.what);
  return text;
}

}  // namespace

std::string manual_page() {
  return fmt::format(
      ".TH STACKFIT 1 \"\" \"stackfit {}\" \"User Commands\"\n"
      ".SH NAME\nstackfit \\- health and stack fit of JavaScript and Python repositories\n"
      ".SH SYNOPSIS\n.B stackfit\n[\\fICOMMAND\\fR] [\\fIFLAGS\\fR] [\\fIARGUMENTS\\fR]\n"
      ".SH DESCRIPTION\n"
      "Reads a repository without running any of it and reports how healthy its code is, what to "
      "do first, and how well its stack suits the work it does.\n"
      "It starts no other program and asks the network for nothing unless it is told to.\n"
      ".SH COMMANDS\n{}.SH OPTIONS\n{}.SH FORMATS\n{}"
      ".SH EXIT STATUS\n"
      ".TP\n0\nDone, and the gate held.\n.TP\n1\nThe gate failed.\n"
      ".TP\n2\nstackfit could not do its work.\n"
      ".SH ENVIRONMENT\n"
      ".TP\nNO_COLOR, FORCE_COLOR, CLICOLOR_FORCE\nWhether output is coloured, unless "
      "\\fB\\-\\-color\\fR says so.\n"
      ".SH FILES\n"
      ".TP\nstackfit.toml\nThe configuration of a project; \\fBstackfit init\\fR writes one.\n"
      ".TP\nstackfit\\-baseline.json\nAccepted findings; \\fBstackfit baseline create\\fR writes "
      "it.\n"
      ".SH EXAMPLES\n"
      ".nf\nstackfit audit \\-\\-output html=report.html\n"
      "stackfit check \\-\\-since origin/main\nstackfit explain callback\\-nesting\n.fi\n",
      STACKFIT_VERSION, command_entries(), flag_entries(), format_entries());
}

}  // namespace stackfit
