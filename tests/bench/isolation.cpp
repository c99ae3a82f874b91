// What does it cost to parse in disposable processes instead of threads?
//
//   bench_isolation PATH [ROUNDS [JOBS]]
//   bench_isolation --once threads|processes|inline PATH [JOBS]     (for a profiler)
//
// A machine's speed drifts by more than the difference asked for, so minima and means decide
// nothing. Every round runs threads, processes, processes, threads, each in a fresh process, and
// divides neighbours; the median of these ratios is the answer and the quartiles say how far to
// trust it. Threads divided by threads is printed as a control.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string>

#include "facts/gather.h"
#include "rules/excludes.h"

using namespace stackfit;

namespace {

struct Cost {
  double wall = 0, cpu = 0;
  std::size_t files = 0, lost = 0;
};

double cpu_seconds() {
  double all = 0;
  for (int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage used{};
    getrusage(who, &used);
    for (const timeval& time : {used.ru_utime, used.ru_stime})
      all += static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  }
  return all;
}

Cost gather_once(const std::string& root, Isolation isolation, unsigned jobs) {
  Options options;
  options.root = root;
  auto tree = open_tree(options, load_excludes());
  auto rules = load_rules({});
  if (!tree || !rules) std::exit(2);
  auto listing = (*tree)->list();
  if (!listing) std::exit(2);
  AnalysisContext context;
  context.rules = &*rules;
  // A profiler slows everything down; limits are not what is measured.
  context.limits.file_cpu_seconds = 1000;
  context.limits.file_wall_seconds = 10'000;
  GatherOptions how;
  how.jobs = jobs;
  how.isolation = isolation;
  double cpu = cpu_seconds();
  auto began = std::chrono::steady_clock::now();
  auto records = gather_facts(**tree, listing->entries, context, how);
  std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
  Cost cost{wall.count(), cpu_seconds() - cpu, 0, 0};
  for (const auto& record : records) {
    cost.files += record.facts.source || record.facts.manifest;
    cost.lost += !record.lost.empty();
  }
  return cost;
}

Cost measure(const std::string& root, Isolation isolation, unsigned jobs) {
  Cost cost;
  int ends[2];
  if (pipe(ends) != 0) std::exit(2);
  pid_t child = fork();
  if (child == 0) {
    cost = gather_once(root, isolation, jobs);
    _exit(write(ends[1], &cost, sizeof cost) == sizeof cost ? 0 : 1);
  }
  close(ends[1]);
  bool complete = read(ends[0], &cost, sizeof cost) == sizeof cost;
  close(ends[0]);
  waitpid(child, nullptr, 0);
  if (!complete) std::exit(2);
  return cost;
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

void print_ratios(const char* name, const std::vector<double>& ratios) {
  fmt::print("  {:<24} {:.3f} [{:.3f} {:.3f}] of {}\n", name, quantile(ratios, 0.5),
             quantile(ratios, 0.25), quantile(ratios, 0.75), ratios.size());
}

int compare(const std::string& root, int rounds, unsigned jobs) {
  constexpr auto kA = Isolation::kThreads, kB = Isolation::kProcesses;
  std::vector<double> wall, cpu, control, wall_a, wall_b;
  Cost last;
  measure(root, kA, jobs);  // warms the page cache
  for (int round = 0; round < rounds; ++round) {
    Cost a1 = measure(root, kA, jobs), b1 = measure(root, kB, jobs);
    Cost b2 = measure(root, kB, jobs), a2 = measure(root, kA, jobs);
    wall.insert(wall.end(), {b1.wall / a1.wall, b2.wall / a2.wall});
    cpu.insert(cpu.end(), {b1.cpu / a1.cpu, b2.cpu / a2.cpu});
    wall_a.insert(wall_a.end(), {a1.wall, a2.wall});
    wall_b.insert(wall_b.end(), {b1.wall, b2.wall});
    control.push_back(a2.wall / a1.wall);
    last = b2;
    fmt::print(stderr, "round {}: wall {:.3f} {:.3f}, CPU {:.3f} {:.3f}, control {:.3f}\n",
               round + 1, b1.wall / a1.wall, b2.wall / a2.wall, b1.cpu / a1.cpu, b2.cpu / a2.cpu,
               a2.wall / a1.wall);
  }
  fmt::print("{}: {} files, {} lost, threads {:.0f} ms, processes {:.0f} ms (medians)\n", root,
             last.files, last.lost, quantile(wall_a, 0.5) * 1000, quantile(wall_b, 0.5) * 1000);
  print_ratios("wall processes/threads", wall);
  print_ratios("CPU processes/threads", cpu);
  print_ratios("wall threads/threads", control);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  auto number = [&](std::size_t at, int otherwise) {
    return words.size() > at ? std::atoi(words[at].c_str()) : otherwise;
  };
  if (words.size() >= 3 && words[0] == "--once") {
    auto isolation = words[1] == "threads"     ? Isolation::kThreads
                     : words[1] == "processes" ? Isolation::kProcesses
                                               : Isolation::kInline;
    auto cost = gather_once(words[2], isolation, static_cast<unsigned>(number(3, 0)));
    fmt::print("{} files, {:.0f} ms\n", cost.files, cost.wall * 1000);
    return 0;
  }
  if (words.empty() || number(1, 10) < 1) {
    fmt::print(stderr, "usage: bench_isolation PATH [ROUNDS [JOBS]]\n");
    return 2;
  }
  return compare(words[0], number(1, 10), static_cast<unsigned>(number(2, 0)));
}
