#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <thread>

#include "facts/encoding.h"
#include "facts/gather.h"
#include "facts/worker_protocol.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;
using Hook = std::function<void(const Entry&, int)>;

/// `count` small sources of different sizes, a000.js being the smallest.
Files many_files(int count) {
  Files files;
  for (int number = 0; number < count; ++number) {
    std::string text;
    for (int line = 0; line <= number % 37; ++line) text += fmt::format("f{}(x => x);\n", number);
    files.emplace_back(fmt::format("a{:03}.js", number), text);
  }
  return files;
}

struct Outcome {
  std::size_t analysed = 0;
  std::map<std::string, std::string> lost;
};

/// What becomes of `files` in forked workers when `hook` runs in them before each file.
Outcome gather_with(const Files& files, Hook hook, Limits limits = {}, unsigned jobs = 2) {
  auto tree = memory_tree(files);
  auto listing = tree->list();
  REQUIRE(listing);
  AnalysisContext context;
  context.limits = limits;
  GatherOptions options;
  options.jobs = jobs;
  options.before_file = std::move(hook);
  Outcome outcome;
  for (const auto& record : gather_facts(*tree, listing->entries, context, options)) {
    if (!record.lost.empty()) outcome.lost[record.entry.path] = record.lost;
    if (record.facts.source) ++outcome.analysed;
    CHECK(record.lost.empty() == record.facts.source.has_value());
  }
  // Nobody is left behind.
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
  return outcome;
}

Hook on(std::string path, std::function<void(int)> fault) {
  return [=](const Entry& entry, int results) {
    if (entry.path == path) fault(results);
  };
}

void die_of(int number) {
  signal(number, SIG_DFL);
  raise(number);
}

using Lost = std::map<std::string, std::string>;

}  // namespace

TEST_CASE("a worker that crashes loses the file in hand and nothing else") {
  auto outcome = gather_with(many_files(300), on("a150.js", [](int) { die_of(SIGSEGV); }));
  CHECK(outcome.analysed == 299);
  CHECK(outcome.lost == Lost{{"a150.js", "crashed (signal 11)"}});
}

TEST_CASE("a worker that exits in the middle of a file has not done it, whatever its status") {
  for (int status : {0, 1, 3}) {
    auto outcome = gather_with(many_files(300), on("a007.js", [=](int) { _exit(status); }));
    CHECK(outcome.analysed == 299);
    CHECK(outcome.lost == Lost{{"a007.js", "worker exited"}});
  }
}

TEST_CASE("an endless loop ends at the CPU limit") {
  Limits limits;
  limits.file_cpu_seconds = 0.5;
  auto outcome = gather_with(many_files(50),
                             on("a020.js",
                                [](int) {
                                  volatile bool go_on = true;
                                  while (go_on) continue;
                                }),
                             limits);
  CHECK(outcome.analysed == 49);
  CHECK(outcome.lost == Lost{{"a020.js", "took more than 0.5 s of CPU"}});
}

TEST_CASE("a stopped worker ends at the wall-clock limit") {
  Limits limits;
  limits.file_wall_seconds = 1.5;
  auto outcome = gather_with(many_files(50), on("a020.js", [](int) { raise(SIGSTOP); }), limits);
  CHECK(outcome.analysed == 49);
  CHECK(outcome.lost == Lost{{"a020.js", "took more than 1.5 s"}});
}

TEST_CASE("allocation without end meets the memory limit") {
  Limits limits;
  limits.worker_bytes = 256 << 20;
  limits.file_cpu_seconds = 20;
  auto devour = [](int) {
    std::vector<std::unique_ptr<char[]>> hoard;
    for (;;) {
      hoard.push_back(std::make_unique<char[]>(1 << 20));
      hoard.back()[0] = 1;
    }
  };
  auto outcome = gather_with(many_files(50), on("a020.js", devour), limits);
  CHECK(outcome.analysed == 49);
  CHECK(outcome.lost == Lost{{"a020.js", "needs more than 256 MiB of memory"}});
}

TEST_CASE("two crashes in three files leave every third file") {
  auto crash = [](const Entry& entry, int) {
    if (std::atoi(entry.path.c_str() + 1) % 3 != 0) die_of(SIGKILL);
  };
  auto outcome = gather_with(many_files(90), crash);
  CHECK(outcome.analysed == 30);
  CHECK(outcome.lost.size() == 60);
  for (const auto& [path, reason] : outcome.lost) CHECK(reason == "crashed (signal 9)");
}

TEST_CASE("garbage on the result pipe costs one file") {
  auto write_bytes = [](std::string bytes) {
    return [=](int results) { (void)!write(results, bytes.data(), bytes.size()); };
  };
  auto frame = [](std::uint32_t entry, std::string record) {
    std::string bytes;
    append_frame(bytes, {entry, 0, record});
    return bytes;
  };
  std::string huge(12, '\0');
  huge.replace(8, 4, "\xFF\xFF\xFF\xFF");
  std::string good = encode(FileFacts{}), bad = good;
  bad.back() = static_cast<char>(bad.back() + 1);
  const std::string cases[] = {std::string(100'000, 'x'), huge, frame(7, "short"),
                               frame(1'000'000, good), frame(10, bad)};
  for (const auto& bytes : cases) {
    auto outcome = gather_with(many_files(20), on("a010.js", write_bytes(bytes)), {}, 1);
    CHECK(outcome.analysed == 19);
    CHECK(outcome.lost == Lost{{"a010.js", "its worker sent garbage"}});
  }
}

TEST_CASE("half a frame before death is not a result") {
  auto outcome = gather_with(many_files(20), on("a010.js", [](int results) {
                               std::string bytes;
                               append_frame(bytes, {10, 0, encode(FileFacts{})});
                               (void)!write(results, bytes.data(), bytes.size() / 2);
                               die_of(SIGTERM);
                             }));
  CHECK(outcome.analysed == 19);
  CHECK(outcome.lost == Lost{{"a010.js", "crashed (signal 15)"}});
}

TEST_CASE("a worker that closes its pipe and goes on is ended") {
  auto outcome = gather_with(many_files(20), on("a010.js", [](int results) {
                               close(results);
                               for (;;) pause();
                             }));
  CHECK(outcome.analysed == 19);
  CHECK(outcome.lost == Lost{{"a010.js", "crashed (signal 9)"}});
}

TEST_CASE("slow files empty the time bank, and then each gets less") {
  Limits limits;
  limits.file_cpu_seconds = 0.5;
  limits.bank_cpu_seconds = 0.8;
  auto spin = [](const Entry& entry, int) {
    volatile bool go_on = entry.path < "a006.js";
    while (go_on) continue;
  };
  auto outcome = gather_with(many_files(40), spin, limits, 1);
  CHECK(outcome.analysed == 34);
  std::map<std::string, int> reasons;
  for (const auto& [path, reason] : outcome.lost) ++reasons[reason];
  CHECK(reasons == std::map<std::string, int>{{"took more than 0.5 s of CPU", 2},
                                              {"took more than 0.2 s of CPU", 4}});
}

TEST_CASE("workers killed at random lose at most the files they had in hand") {
  auto hook = [](const Entry&, int) { usleep(500); };
  std::atomic<bool> finished = false;
  std::atomic<int> killed = 0;
  pid_t self = getpid();
  // Kills a child of this process, whichever comes first in /proc; not so often that a fork of a
  // sanitized program cannot begin its work.
  std::thread killer([&] {
    while (!finished) {
      usleep(40'000);
      std::ifstream children(fmt::format("/proc/{0}/task/{0}/children", self));
      pid_t child = 0;
      if (children >> child && kill(child, SIGKILL) == 0) ++killed;
    }
  });
  auto outcome = gather_with(many_files(400), hook);
  finished = true;
  killer.join();
  CHECK(killed > 0);
  CHECK(outcome.analysed + outcome.lost.size() == 400);
  CHECK(outcome.lost.size() <= static_cast<std::size_t>(killed));
}

TEST_CASE("workers that die before any file are not replaced for ever") {
  // They fail where they send a result, with no file in hand.
  auto break_pipe = [](const Entry&, int results) {
    int kept = dup(results);  // the supervisor shall not see the end of it
    CHECK(kept >= 0);
    dup2(open("/dev/null", O_RDONLY), results);
  };
  auto outcome = gather_with(many_files(40), break_pipe);
  CHECK(outcome.analysed == 0);
  CHECK(outcome.lost.size() == 40);
  CHECK(outcome.lost["a000.js"] == "workers kept dying before it");
}

TEST_CASE("without processes every file is lost with the reason") {
  pid_t child = fork();
  if (child == 0) {
    // The limit does not bind root.
    bool bound = geteuid() != 0 || setuid(65534) == 0;
    rlimit none{0, 0};
    setrlimit(RLIMIT_NPROC, &none);
    auto tree = memory_tree(many_files(3));
    auto listing = tree->list();
    auto records = gather_facts(*tree, listing->entries, {}, {});
    bool right = bound && records.size() == 3;
    for (const auto& record : records)
      right = right &&
              record.lost == "no worker process could be started: Resource temporarily unavailable";
    _exit(right ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(status == 0);
}

TEST_CASE("without descriptors every file is lost with the reason") {
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  rlimit few{3, before.rlim_max};
  auto tree = memory_tree(many_files(3));
  auto listing = tree->list();
  setrlimit(RLIMIT_NOFILE, &few);
  auto records = gather_facts(*tree, listing->entries, {}, {});
  setrlimit(RLIMIT_NOFILE, &before);
  for (const auto& record : records)
    CHECK(record.lost == "no worker process could be started: Too many open files");
}

TEST_CASE("a worker sees no secret of its parent's environment, terminal or input") {
  setenv("STACKFIT_TEST_SECRET", "hunter2", 1);
  auto look = [](const Entry&, int) {
    bool clean = std::getenv("STACKFIT_TEST_SECRET") == nullptr &&
                 std::string(std::getenv("TZ")) == "UTC" && std::getenv("PATH") != nullptr;
    char byte;
    bool silent = read(STDIN_FILENO, &byte, 1) == 0;
    rlimit core{};
    getrlimit(RLIMIT_CORE, &core);
    if (!clean || !silent || core.rlim_max != 0) _exit(1);
  };
  auto outcome = gather_with(many_files(3), look);
  unsetenv("STACKFIT_TEST_SECRET");
  CHECK(outcome.lost == Lost{});
  CHECK(outcome.analysed == 3);
}

TEST_CASE("workers end with their supervisor") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  pid_t supervisor = fork();
  if (supervisor == 0) {
    auto tree = memory_tree(many_files(3));
    auto listing = tree->list();
    GatherOptions options;
    options.before_file = [&](const Entry&, int) {
      pid_t me = getpid();
      (void)!write(ends[1], &me, sizeof me);
      for (;;) pause();
    };
    gather_facts(*tree, listing->entries, {}, options);
    _exit(0);
  }
  pid_t worker = 0;
  REQUIRE(read(ends[0], &worker, sizeof worker) == sizeof worker);
  kill(supervisor, SIGKILL);
  waitpid(supervisor, nullptr, 0);
  // The write end of the pipe closes when the last process that has it is gone.
  close(ends[1]);
  CHECK(read(ends[0], &worker, sizeof worker) == 0);
  close(ends[0]);
}
