// The only file that knows the terminal, the environment and the standard descriptors.
#include "cli/console.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "core/text.h"

namespace stackfit {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool wants_colour(ColourChoice choice, int descriptor) {
  if (choice != ColourChoice::kAuto) return choice == ColourChoice::kAlways;
  if (!environment("NO_COLOR").empty()) return false;
  for (const char* name : {"FORCE_COLOR", "CLICOLOR_FORCE"})
    if (auto value = environment(name); !value.empty()) return value != "0";
  if (environment("GITHUB_ACTIONS") == "true" || environment("GITLAB_CI") == "true") return true;
  return isatty(descriptor) != 0 && environment("TERM") != "dumb" && !environment("TERM").empty();
}

std::size_t columns_of(int descriptor) {
  constexpr std::size_t kNarrowest = 60, kWidest = 120, kNoTerminal = 100;
  winsize size = {};
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kNoTerminal;
  return std::clamp<std::size_t>(size.ws_col, kNarrowest, kWidest);
}

// Workers die with their supervisor and files are written with signals blocked, so that leaving at
// once is enough. The escape sequence removes a progress line.
extern "C" void leave_on_signal(int signal) {
  constexpr char kClearLine[] = "\r\x1b[K";
  if (isatty(STDERR_FILENO) != 0) {
    auto ignored = write(STDERR_FILENO, kClearLine, sizeof kClearLine - 1);
    static_cast<void>(ignored);
  }
  _exit(128 + signal);
}

int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    auto written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

void prepare_process() {
  for (int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (fcntl(descriptor, F_GETFD) < 0) open("/dev/null", O_RDONLY);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  for (int signal : {SIGINT, SIGTERM}) {
    struct sigaction action = {};
    if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) continue;
    action.sa_handler = leave_on_signal;
    sigaction(signal, &action, nullptr);
  }
}

Console open_console(const Invocation& invocation) {
  Console console;
  console.out.colour = wants_colour(invocation.colour, STDOUT_FILENO);
  console.out.columns = columns_of(STDOUT_FILENO);
  console.out.verbose = invocation.verbose;
  console.colour_errors = wants_colour(invocation.colour, STDERR_FILENO);
  console.quiet = invocation.quiet;
  console.show_progress = !invocation.quiet && isatty(STDERR_FILENO) != 0 &&
                          environment("CI").empty() && environment("TERM") != "dumb";
  return console;
}

Result<void> print(std::string_view text) {
  int problem = write_all(STDOUT_FILENO, text);
  if (problem == 0 || problem == EPIPE) return {};
  return Error{ErrorKind::kIo, fmt::format("cannot write: {}", std::strerror(problem)),
               "standard output", ""};
}

void print_error(const Error& error, bool colour) {
  auto text = fmt::format("{}stackfit: error:{} {}\n", colour ? "\x1b[1;31m" : "",
                          colour ? "\x1b[0m" : "", display(error.message));
  if (!error.where.empty()) text += fmt::format("  at {}\n", display(error.where));
  if (!error.hint.empty()) text += fmt::format("  hint: {}\n", display(error.hint));
  write_all(STDERR_FILENO, text);
}

void print_note(const Console& console, std::string_view text) {
  if (!console.quiet) write_all(STDERR_FILENO, fmt::format("stackfit: {}\n", display(text)));
}

}  // namespace stackfit
