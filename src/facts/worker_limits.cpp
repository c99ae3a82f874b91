// Limits are watched from outside: a hostile file can keep a parser from ever looking at a clock,
// and a signal handler would run in the process that is not trusted.
#include "facts/worker_limits.h"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>

#include "tree/isolate.h"

namespace stackfit {
namespace {

constexpr double kPoorCpuSeconds = 0.2;  // per file, once the bank is empty
constexpr double kPoorWallSeconds = 3;
// A batch holds 64 KiB of source: a worker that takes this many times a single file's limit for it
// does not work, even if it says it does.
constexpr double kSilentFiles = 10;

double seconds(const timespec& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double cpu_seconds_of(pid_t process) {
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &used) != 0) return 0;
  return seconds(used);
}

}  // namespace

double wall_seconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return seconds(now);
}

double TimeBank::file_cpu() const {
  return left_ > 0 ? limits_.file_cpu_seconds : std::min(limits_.file_cpu_seconds, kPoorCpuSeconds);
}
double TimeBank::file_wall() const {
  return left_ > 0 ? limits_.file_wall_seconds
                   : std::min(limits_.file_wall_seconds, kPoorWallSeconds);
}
double TimeBank::silence() const {
  return kSilentFiles * file_cpu();
}

std::string broken_limit(pid_t worker, std::uint32_t sequence, Pulse& pulse, TimeBank& bank,
                         const Limits& limits) {
  double cpu = cpu_seconds_of(worker), wall = wall_seconds();
  if (sequence != pulse.sequence) {
    pulse.sequence = sequence;
    pulse.cpu = cpu;
    pulse.wall = wall;
  }
  double allowed = bank.file_cpu();
  double used = cpu - pulse.cpu;
  if (used <= allowed) {
    allowed = bank.silence();
    used = cpu - pulse.cpu_at_result;
  }
  if (used > allowed) {
    bank.spend(used);
    return fmt::format("took more than {:g} s of CPU", allowed);
  }
  allowed = bank.file_wall();
  if (wall - pulse.wall > allowed) {
    bank.spend(allowed);
    return fmt::format("took more than {:g} s", allowed);
  }
  if (sanitized_build() && resident_bytes(worker) > pulse.inherited + limits.worker_bytes)
    return needs_more_memory(limits);
  return "";
}

std::string needs_more_memory(const Limits& limits) {
  constexpr std::uint64_t kGiB = 1ull << 30;
  auto size = limits.worker_bytes % kGiB == 0 ? fmt::format("{} GiB", limits.worker_bytes / kGiB)
                                              : fmt::format("{} MiB", limits.worker_bytes >> 20);
  return "needs more than " + size + " of memory";
}

}  // namespace stackfit
