#include "cli/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "core/text.h"

namespace stackfit {
namespace {

Error io_error(const std::string& path, std::string message, std::string hint = "") {
  return {ErrorKind::kIo, std::move(message), path, std::move(hint)};
}

Error failed(const std::string& path, std::string_view what) {
  return io_error(path, fmt::format("cannot {}: {}", what, std::strerror(errno)));
}

std::string folder_or_dot(const std::string& path) {
  auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// Holds SIGINT and SIGTERM back, so that no temporary file outlives the program.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_ = {};
};

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    auto written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Result<void> write_in_place(const std::string& path, std::string_view bytes, int flags = 0) {
  int descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | flags, 0666);
  if (descriptor < 0) return failed(path, "open");
  bool written = write_all(descriptor, bytes);
  if (!written) {
    auto error = failed(path, "write");
    close(descriptor);
    return error;
  }
  if (close(descriptor) != 0) return failed(path, "write");
  return {};
}

// The mode a new file gets from the user's umask; an existing target keeps its own.
mode_t mode_for(const std::string& path) {
  struct stat old = {};
  if (stat(path.c_str(), &old) == 0) return old.st_mode & 0777;
  mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

}  // namespace

Result<void> check_target(const std::string& path) {
  struct stat found = {};
  if (stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode))
    return io_error(path, "cannot write a report to a folder", "name a file in it");
  auto folder = folder_or_dot(path);
  if (stat(folder.c_str(), &found) != 0)
    return io_error(path, fmt::format("cannot write: the folder \"{}\" is not there", folder),
                    fmt::format("mkdir -p \"{}\"", folder));
  if (!S_ISDIR(found.st_mode))
    return io_error(path, fmt::format("cannot write: \"{}\" is not a folder", folder));
  return {};
}

std::size_t size_of_file(const std::string& path) {
  struct stat found = {};
  return stat(path.c_str(), &found) == 0 ? static_cast<std::size_t>(found.st_size) : 0;
}

Result<void> append_file(const std::string& path, std::string_view bytes) {
  if (auto target = check_target(path); !target) return target.error();
  return write_in_place(path, bytes, O_APPEND | O_CREAT);
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
  if (auto target = check_target(path); !target) return target.error();
  struct stat found = {};
  if (stat(path.c_str(), &found) == 0 && !S_ISREG(found.st_mode))
    return write_in_place(path, bytes);

  SignalsHeld held;
  std::string temporary = folder_or_dot(path) + "/.stackfit-XXXXXX";
  int descriptor = mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return failed(path, "create a file beside it");
  bool written = write_all(descriptor, bytes) && fchmod(descriptor, mode_for(path)) == 0 &&
                 fsync(descriptor) == 0;
  int problem = errno;
  if (close(descriptor) != 0 && written) {
    written = false;
    problem = errno;
  }
  if (written && rename(temporary.c_str(), path.c_str()) == 0) return {};
  if (!written) errno = problem;
  auto error = failed(path, "write");
  unlink(temporary.c_str());
  return error;
}

}  // namespace stackfit
