// The part of a run that touches untrusted bytes. Whatever happens here, the supervisor sees it as
// a result, a death, or silence.
//
// A worker publishes the file in hand before it opens it; nothing else tells the supervisor whom to
// blame. It takes no part in enforcing its limits except by stopping early on its own.
#include "facts/worker_process.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>

#include "facts/encoding.h"
#include "syntax/memory.h"
#include "tree/isolate.h"

namespace stackfit {
namespace {

// Large enough to keep system calls rare, small enough that little is done twice after a crash.
constexpr std::size_t kFlushBytes = 64 << 10;

void keep_environment(std::initializer_list<const char*> names) {
  std::vector<std::pair<const char*, std::string>> kept;
  for (const char* name : names)
    if (const char* value = std::getenv(name)) kept.emplace_back(name, value);
  clearenv();
  for (const auto& [name, value] : kept) setenv(name, value.c_str(), 1);
  setenv("TZ", "UTC", 1);
}

void confine(const WorkerStart& start) {
  // CPU time is limited per file, by the supervisor.
  constexpr double kNoLimit = 1e9;
  confine_child(start.supervisor, kNoLimit, start.job.context.limits.worker_bytes);
  // Ctrl-C reaches the whole process group; a worker ends with its supervisor, not before it.
  for (int number : {SIGINT, SIGQUIT}) std::signal(number, SIG_IGN);
  // A core_pattern that names a program ignores RLIMIT_CORE, but not this.
  prctl(PR_SET_DUMPABLE, 0);
  keep_environment({"PATH", "HOME"});
  exit_when_memory_runs_out();
}

std::uint32_t cpu_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<std::uint32_t>(now.tv_sec * 1000 + now.tv_nsec / 1'000'000);
}

class Worker {
 public:
  explicit Worker(const WorkerStart& start)
      : start_(start), slot_(start.board.slot(start.number)), context_(start.job.context) {}

  void work_through(Batch batch) {
    slot_.first = batch.first;
    slot_.last = batch.last;
    for (std::uint32_t at = batch.first; at < batch.last; ++at) {
      std::uint32_t index = start_.plan.order[at];
      if (!start_.done[index]) work_on(index);
    }
    flush();
  }

 private:
  void work_on(std::uint32_t index) {
    const Entry& entry = start_.job.entries[index];
    slot_.current = index + 1;
    ++slot_.sequence;
    context_.limits.file_cpu_seconds = start_.board.file_cpu_milliseconds() / 1000.0;
    if (start_.job.options.before_file) start_.job.options.before_file(entry, start_.results);
    std::uint32_t began = cpu_milliseconds();
    FileFacts facts = analyse_entry(start_.job, context_, entry);
    std::string record = encode(facts);
    if (record.size() > kMaxRecordBytes) {
      facts = {};
      facts.lost = "its facts take too much memory";
      record = encode(facts);
    }
    append_frame(buffer_, {index, facts.lost.empty() ? 0 : cpu_milliseconds() - began, record});
    slot_.current = 0;
    if (start_.careful || buffer_.size() >= kFlushBytes) flush();
  }

  void flush() {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
      ssize_t written = write(start_.results, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) _exit(EXIT_FAILURE);
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    buffer_.clear();
  }

  const WorkerStart& start_;
  WorkerSlot& slot_;
  AnalysisContext context_;
  std::string buffer_;
};

}  // namespace

void run_worker(const WorkerStart& start) {
  confine(start);
  Worker worker(start);
  worker.work_through(start.resume);
  while (auto batch = claim(start.board.dispatch(), start.plan, start.number))
    worker.work_through(*batch);
  // Not exit(): what the supervisor has buffered and registered is not ours to flush.
  _exit(EXIT_SUCCESS);
}

}  // namespace stackfit
