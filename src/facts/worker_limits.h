#pragma once
#include <sys/types.h>

#include <cstdint>
#include <string>

#include "core/options.h"

namespace stackfit {

/// Time that files may lose. A slow file costs what it took; once the whole run has lost
/// Limits::bank_cpu_seconds to such files, every further file gets much less.
class TimeBank {
 public:
  explicit TimeBank(const Limits& limits) : limits_(limits), left_(limits.bank_cpu_seconds) {}
  void spend(double seconds) { left_ -= seconds; }
  /// CPU seconds one file may take now.
  double file_cpu() const;
  /// Seconds one file may take now, however idle its worker.
  double file_wall() const;
  /// CPU seconds a worker may use without sending a result, whatever it says of its progress.
  double silence() const;

 private:
  const Limits& limits_;
  double left_;
};

/// When a worker last showed progress, on its own CPU clock and on the wall's.
struct Pulse {
  std::uint32_t sequence = 0;  ///< of the file it had begun
  double cpu = 0, wall = 0;    ///< when that was first seen, or a result came
  double cpu_at_result = 0;
  std::uint64_t inherited = 0;  ///< resident bytes it started with
};

/// A steady clock, in seconds.
double wall_seconds();

/// Looks at a worker that has begun file number `sequence` by now. Returns the limit it broke, as
/// the reason its file is lost, having charged the bank; empty when it may go on.
std::string broken_limit(pid_t worker, std::uint32_t sequence, Pulse& pulse, TimeBank& bank,
                         const Limits& limits);

/// The reason for a file that would not fit into Limits::worker_bytes.
std::string needs_more_memory(const Limits& limits);

}  // namespace stackfit
