// The supervisor forks workers, believes nothing they say, and survives whatever becomes of them.
//
// Dispatch is a shared counter over planned batches, not a message: asking for each batch over a
// pipe doubled the wall time of small batches and lost prefetched ones with their worker. Results
// come back over one pipe per worker. A shared-memory ring measured the same from batches of 16 KiB
// on, but a pipe brings back-pressure, an end-of-file that means death, and bytes that cannot
// change after they were checked. What a dead worker had finished and not yet sent is done again by
// its successor, which sends each result at once: so no file is done more than twice.
//
// The loop ends: a death costs a file (it is lost, never tried again), one of kIdleDeaths, or a
// first worker's right to batch its results; a worker that neither begins files nor sends results
// is killed; and what nobody did (its batch was claimed by a worker that died that instant) is
// swept up in at most kRounds rounds.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "facts/encoding.h"
#include "facts/worker_limits.h"
#include "facts/worker_process.h"
#include "syntax/memory.h"
#include "tree/isolate.h"

namespace stackfit {
namespace {

constexpr int kRounds = 3;
constexpr int kIdleDeaths = 8;          // in a row with no file in hand and none done
constexpr double kWatchSeconds = 0.02;  // how late a limit may act
constexpr int kPipeBytes = 256 << 10;
constexpr std::uint32_t kNobody = 0xFFFFFFFF;

struct Child {
  pid_t pid = -1;
  std::uint32_t number = 0;
  UniqueFd results;  // closed when it said its last word
  FrameReader frames;
  Pulse pulse;
  bool careful = false;        // sends each result at once
  std::string fault;           // why it has to be killed
  bool talks_rubbish = false;  // that is why
  bool ended() const { return !fault.empty() || !results.valid(); }
};

/// Kills and reaps a child; a process that is ending already keeps its status. Returns that.
int reap(const Child& child) {
  int status = 0;
  kill(child.pid, SIGKILL);
  while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

class Supervisor {
 public:
  Supervisor(const Job& job, const std::vector<std::uint32_t>& wanted, const Deliver& deliver,
             const std::function<void()>& tick)
      : job_(job),
        deliver_(deliver),
        tick_(tick),
        done_(job.entries.size(), true),
        bank_(job.context.limits) {
    for (auto index : wanted) done_[index] = false;
  }
  ~Supervisor() {
    for (const auto& child : children_) reap(child);
  }
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  void run(unsigned jobs) {
    warm_up(job_.context, job_.entries);
    for (int round = 0; round < kRounds && idle_deaths_ < kIdleDeaths; ++round) {
      plan_ = plan_work(job_.entries, pending());
      if (plan_.order.empty()) return;
      auto workers = static_cast<std::uint32_t>(std::min<std::size_t>(jobs, plan_.batches.size()));
      board_ = WorkerBoard::create(workers);
      if (!board_) break;
      tell_limit();
      for (std::uint32_t number = 0; number < workers; ++number) spawn(number, {}, round > 0);
      supervise();
    }
    give_up();
  }

 private:
  std::vector<std::uint32_t> pending() const {
    std::vector<std::uint32_t> left;
    for (std::uint32_t index = 0; index < done_.size(); ++index)
      if (!done_[index]) left.push_back(index);
    return left;
  }

  // Without a process or a pipe there is one worker less; the sweep does what it leaves.
  void spawn(std::uint32_t number, Batch resume, bool careful) {
    Child child;
    UniqueFd results;
    if (!open_pipe(child.results, results)) return note_spawn_error();
    fcntl(results.get(), F_SETPIPE_SZ, kPipeBytes);
    fcntl(child.results.get(), F_SETFL, O_NONBLOCK);
    pid_t supervisor = getpid();
    child.pid = fork();
    if (child.pid < 0) return note_spawn_error();
    if (child.pid == 0) {
      child.results.reset();
      for (auto& other : children_) other.results.reset();
      run_worker({job_, plan_, done_, *board_, number, resume, careful, results.get(), supervisor});
    }
    child.number = number;
    child.careful = careful;
    child.pulse.sequence = board_->slot(number).sequence;
    child.pulse.wall = wall_seconds();
    if (sanitized_build()) child.pulse.inherited = resident_bytes(supervisor);
    children_.push_back(std::move(child));
  }
  void note_spawn_error() { spawn_error_ = std::strerror(errno); }

  void supervise() {
    double watched = wall_seconds();
    while (!children_.empty()) {
      wait_for_results();
      if (double now = wall_seconds(); now - watched >= kWatchSeconds) {
        for (auto& child : children_) watch(child);
        watched = now;
      }
      settle_ended();
      tick_();
    }
  }

  void wait_for_results() {
    std::vector<pollfd> polled;
    for (const auto& child : children_) polled.push_back({child.results.get(), POLLIN, 0});
    int ready = poll(polled.data(), polled.size(), static_cast<int>(kWatchSeconds * 1000));
    for (std::size_t i = 0; ready > 0 && i < polled.size(); ++i)
      if (polled[i].revents != 0) receive(children_[i]);
  }

  // Reads once. False when there is nothing more, now or ever.
  bool receive(Child& child) {
    std::array<char, 64 << 10> bytes;
    ssize_t got = read(child.results.get(), bytes.data(), bytes.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return errno == EINTR;
    if (got <= 0) return child.results.reset(), false;
    child.frames.append({bytes.data(), static_cast<std::size_t>(got)});
    while (auto frame = child.frames.next())
      if (!take(child, *frame)) break;
    if (child.frames.broken()) reject(child);
    return !child.talks_rubbish;
  }

  // A file may come twice (its worker died just after sending it): the first one counts.
  bool take(Child& child, const Frame& frame) {
    if (frame.entry >= done_.size()) return reject(child);
    if (done_[frame.entry]) return true;
    auto facts = decode(frame.record);
    if (!facts) return reject(child);
    if (frame.cpu_milliseconds > 0)
      spend(std::min(frame.cpu_milliseconds / 1000.0, bank_.file_cpu()));
    finish(frame.entry, std::move(*facts));
    child.pulse.wall = wall_seconds();
    child.pulse.cpu_at_result = child.pulse.cpu;
    return true;
  }

  static bool reject(Child& child) {
    child.fault = "its worker sent garbage";
    child.talks_rubbish = true;
    return false;
  }

  void watch(Child& child) {
    if (child.ended()) return;
    child.fault = broken_limit(child.pid, board_->slot(child.number).sequence, child.pulse, bank_,
                               job_.context.limits);
    tell_limit();
  }

  void settle_ended() {
    // Replacing the dead changes children_, so they are taken out of it first.
    auto ended = std::stable_partition(children_.begin(), children_.end(),
                                       [](const Child& child) { return !child.ended(); });
    std::vector<Child> dead(std::make_move_iterator(ended),
                            std::make_move_iterator(children_.end()));
    children_.erase(ended, children_.end());
    for (auto& child : dead) settle(child);
  }

  // Finds out why a worker ended, charges a file for it, and replaces the worker.
  void settle(Child& child) {
    int status = reap(child);
    while (child.results.valid() && !child.talks_rubbish && receive(child)) continue;
    WorkerSlot& slot = board_->slot(child.number);
    std::uint32_t current = slot.current.exchange(0);
    Batch batch{slot.first, slot.last};
    if (batch.first > batch.last || batch.last > plan_.order.size()) batch = {};
    bool clean = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
    if (child.fault.empty() && current == 0 && clean) return;  // nothing was left to claim
    std::uint32_t index = child.talks_rubbish ? culprit(child, batch) : current - 1;
    if (index < done_.size() && !done_[index]) {
      FileFacts nothing;
      nothing.lost = child.fault.empty() ? reason_of(status) : child.fault;
      finish(index, std::move(nothing));
    } else if (child.careful || !child.talks_rubbish) {
      if (++idle_deaths_ >= kIdleDeaths) return;
    }
    release_large(board_->dispatch(), child.number);
    spawn(child.number, batch, true);
  }

  // Whose result the rubbish stands for. A careful worker's results come in the order of its batch,
  // so it is the first one missing; any other worker's batch is tried again, carefully.
  std::uint32_t culprit(const Child& child, Batch batch) const {
    for (auto at = batch.first; child.careful && at < batch.last; ++at)
      if (!done_[plan_.order[at]]) return plan_.order[at];
    return kNobody;
  }

  std::string reason_of(int status) const {
    if (WIFSIGNALED(status)) return fmt::format("crashed (signal {})", WTERMSIG(status));
    if (WEXITSTATUS(status) == kOutOfMemoryStatus) return needs_more_memory(job_.context.limits);
    return "worker exited";
  }

  void spend(double seconds) {
    bank_.spend(seconds);
    tell_limit();
  }
  // The parser keeps to it by itself, which is cheaper than killing its process.
  void tell_limit() {
    board_->file_cpu_milliseconds() = static_cast<std::uint32_t>(bank_.file_cpu() * 1000);
  }

  void finish(std::uint32_t index, FileFacts facts) {
    done_[index] = true;
    idle_deaths_ = 0;
    deliver_(index, std::move(facts));
  }

  void give_up() {
    FileFacts nothing;
    nothing.lost = spawn_error_.empty() ? "workers kept dying before it"
                                        : "no worker process could be started: " + spawn_error_;
    for (auto index : pending()) finish(index, nothing);
  }

  const Job& job_;
  const Deliver& deliver_;
  const std::function<void()>& tick_;
  std::vector<bool> done_;  // by entry: no more work; workers inherit it
  TimeBank bank_;
  WorkPlan plan_;
  std::unique_ptr<WorkerBoard> board_;
  std::vector<Child> children_;
  int idle_deaths_ = 0;
  std::string spawn_error_;
};

}  // namespace

void work_in_processes(const Job& job, const std::vector<std::uint32_t>& wanted, unsigned jobs,
                       const Deliver& deliver, const std::function<void()>& tick) {
  Supervisor(job, wanted, deliver, tick).run(jobs);
}

}  // namespace stackfit
