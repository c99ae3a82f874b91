// A function in a disposable process. The child sends one frame through a pipe, the length and then
// the bytes, and dies; the parent reads with a deadline and judges by the frame: a complete one is
// the result, whatever becomes of the child afterwards, and an incomplete one is a failure, even
// when the exit status claims success (a library may call exit()). The child is always killed
// before it is waited for: that cannot change the status of a process that is already ending, and
// it stops one that closed the pipe and goes on.
#include "tree/isolate.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>

namespace stackfit {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kMiB = 1 << 20;
// Exit statuses of the child that are not the library's own.
constexpr int kNoMemory = 102, kThrew = 103;

bool write_all(int fd, const char* bytes, std::size_t size) {
  while (size > 0) {
    ssize_t written = ::write(fd, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

[[noreturn]] void run_child(int pipe, const std::function<std::string()>& work) {
  int status = 0;
  try {
    std::string result = work();
    std::uint64_t size = result.size();
    write_all(pipe, reinterpret_cast<const char*>(&size), sizeof size) &&
        write_all(pipe, result.data(), result.size());
  } catch (const std::bad_alloc&) {
    status = kNoMemory;
  } catch (...) {
    status = kThrew;
  }
  ::_exit(status);  // no destructors, no exit handlers: they belong to the parent
}

// How the reading of the frame ended.
enum class Ending { kComplete, kClosed, kTimeout, kTooLarge, kMemory };

struct Frame {
  std::string bytes;  // with its length in front
  bool complete() const {
    std::uint64_t size = 0;
    if (bytes.size() < sizeof size) return false;
    std::memcpy(&size, bytes.data(), sizeof size);
    return bytes.size() - sizeof size == size;
  }
};

// Sanitizers rule out a limit on address space: look at resident memory instead.
bool uses_too_much(pid_t child, std::uint64_t limit) {
  return sanitized_build() && resident_bytes(child) > limit;
}

Ending read_frame(int pipe, pid_t child, const IsolationLimits& limits, Frame& frame) {
  const auto deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                           std::chrono::duration<double>(limits.wall_seconds));
  const auto memory_limit = resident_bytes(::getpid()) + limits.memory_bytes;
  char buffer[1 << 16];
  for (;;) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return Ending::kTimeout;
    if (uses_too_much(child, memory_limit)) return Ending::kMemory;
    pollfd wanted{pipe, POLLIN, 0};
    auto patience = std::min<long long>(left.count() + 1, sanitized_build() ? 20 : 1000);
    int ready = ::poll(&wanted, 1, static_cast<int>(patience));
    if (ready <= 0) continue;  // a tick, or a signal
    ssize_t got = ::read(pipe, buffer, sizeof buffer);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) return Ending::kClosed;
    frame.bytes.append(buffer, static_cast<std::size_t>(got));
    if (frame.bytes.size() > limits.result_bytes + sizeof(std::uint64_t)) return Ending::kTooLarge;
    if (frame.complete()) return Ending::kComplete;
  }
}

int kill_and_wait(pid_t child) {
  int status = 0;
  ::kill(child, SIGKILL);
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

std::string describe_death(int status, const IsolationLimits& limits) {
  if (WIFSIGNALED(status)) {
    if (WTERMSIG(status) == SIGXCPU)
      return fmt::format("took more than {} s of CPU time", std::ceil(limits.cpu_seconds));
    return fmt::format("crashed: signal {}", WTERMSIG(status));
  }
  switch (WEXITSTATUS(status)) {
    case kNoMemory:
      return "ran out of memory";
    case kThrew:
      return "crashed: an exception";
    default:
      return fmt::format("crashed: exit status {}", WEXITSTATUS(status));
  }
}

std::string describe_failure(Ending ending, int status, const IsolationLimits& limits) {
  switch (ending) {
    case Ending::kTimeout:
      return fmt::format("took longer than {} s", limits.wall_seconds);
    case Ending::kTooLarge:
      return fmt::format("returned more than {} MiB", limits.result_bytes / kMiB);
    case Ending::kMemory:
      return "ran out of memory";
    case Ending::kComplete:
    case Ending::kClosed:
      break;
  }
  return describe_death(status, limits);
}

Error io_error(const char* what) {
  return {ErrorKind::kIo, fmt::format("{}: {}", what, std::strerror(errno)), "", ""};
}

void limit(int resource, rlim_t soft, rlim_t hard) {
  rlimit now{};
  if (::getrlimit(resource, &now) != 0) return;
  rlimit wanted{std::min(soft, now.rlim_max), std::min(hard, now.rlim_max)};
  ::setrlimit(resource, &wanted);
}

// The first number of /proc/PID/statm is address space, the second resident memory, in pages.
std::uint64_t memory_pages(pid_t process, int column) {
  char path[40], text[64] = {};
  std::snprintf(path, sizeof path, "/proc/%d/statm", static_cast<int>(process));
  UniqueFd file(::open(path, O_RDONLY | O_CLOEXEC));
  if (!file.valid() || ::read(file.get(), text, sizeof text - 1) <= 0) return 0;
  unsigned long long space = 0, resident = 0;
  if (std::sscanf(text, "%llu %llu", &space, &resident) != 2) return 0;
  return column == 0 ? space : resident;
}

std::uint64_t page_bytes() {
  return static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

// Standard input could block or be drunk from; a crashing C library writes to standard error.
void detach_streams() {
  UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!null.valid()) return;
  ::dup2(null.get(), STDIN_FILENO);
  if (sanitized_build()) return;  // their reports are wanted
  ::dup2(null.get(), STDOUT_FILENO);
  ::dup2(null.get(), STDERR_FILENO);
}

void reset_signals() {
  for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGCHLD}) std::signal(signal, SIG_DFL);
  std::signal(SIGPIPE, SIG_IGN);  // a gone parent shows as a failed write
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace

bool open_pipe(UniqueFd& reading, UniqueFd& writing) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return false;
  UniqueFd low_reading(ends[0]), low_writing(ends[1]);
  reading.reset(::fcntl(ends[0], F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  writing.reset(::fcntl(ends[1], F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  return reading.valid() && writing.valid();
}

bool sanitized_build() {
#if defined(__SANITIZE_ADDRESS__)
  return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
  return true;
#else
  return false;
#endif
#else
  return false;
#endif
}

std::uint64_t resident_bytes(pid_t process) {
  return memory_pages(process, 1) * page_bytes();
}

void confine_child(pid_t parent, double cpu_seconds, std::uint64_t memory_bytes) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(0);
  reset_signals();
  detach_streams();
  limit(RLIMIT_CORE, 0, 0);
  auto seconds = static_cast<rlim_t>(std::ceil(cpu_seconds));
  limit(RLIMIT_CPU, seconds, seconds + 1);
  if (!sanitized_build()) {
    auto bytes = memory_pages(::getpid(), 0) * page_bytes() + memory_bytes;
    limit(RLIMIT_AS, bytes, bytes);
  }
}

Result<std::string> run_isolated(const IsolationLimits& limits,
                                 const std::function<std::string()>& work) {
  UniqueFd from_child, to_parent;
  if (!open_pipe(from_child, to_parent)) return io_error("no pipe to a helper process");
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return io_error("no helper process");
  if (child == 0) {
    from_child.reset();
    confine_child(parent, limits.cpu_seconds, limits.memory_bytes);
    run_child(to_parent.get(), work);
  }
  to_parent.reset();
  Frame frame;
  Ending ending = read_frame(from_child.get(), child, limits, frame);
  int status = kill_and_wait(child);
  if (ending == Ending::kComplete) return frame.bytes.substr(sizeof(std::uint64_t));
  return Error{ErrorKind::kInput, describe_failure(ending, status, limits), "", ""};
}

}  // namespace stackfit
