#include "tree/isolate.h"

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "support/catch.h"

using namespace stackfit;

namespace {

IsolationLimits quick() {
  IsolationLimits limits;
  limits.cpu_seconds = 1;
  limits.wall_seconds = 60;
  limits.memory_bytes = 256 << 20;
  limits.result_bytes = 4 << 20;
  return limits;
}

std::size_t open_descriptors() {
  std::size_t count = 0;
  DIR* folder = ::opendir("/proc/self/fd");
  while (::readdir(folder)) ++count;
  ::closedir(folder);
  return count;
}

std::string failure_of(const IsolationLimits& limits, const std::function<std::string()>& work) {
  auto result = run_isolated(limits, work);
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == ErrorKind::kInput);
  return result.error().message;
}

}  // namespace

TEST_CASE("a function in a child process returns its bytes, and nothing else comes back") {
  int touched = 0;
  auto result = run_isolated(quick(), [&] {
    touched = 1;
    return std::string("a\0b\n", 4);
  });
  REQUIRE(result);
  CHECK(*result == std::string("a\0b\n", 4));
  CHECK(touched == 0);
  CHECK(run_isolated(quick(), [] { return std::string(); }).value().empty());
  std::string large(3 << 20, 'x');
  CHECK(run_isolated(quick(), [&] { return large; }).value() == large);
}

TEST_CASE("whatever becomes of the child is a clear error of the caller") {
  CHECK(failure_of(quick(), []() -> std::string { ::_exit(0); }) == "crashed: exit status 0");
  CHECK(failure_of(quick(), []() -> std::string {
          ::kill(::getpid(), SIGKILL);
          return "";
        }) == "crashed: signal 9");
  CHECK(failure_of(quick(), []() -> std::string { throw std::runtime_error("x"); }) ==
        "crashed: an exception");
  CHECK(failure_of(quick(), [] { return std::string(5 << 20, 'x'); }) ==
        "returned more than 4 MiB");
}

TEST_CASE("a child that loops or sleeps is stopped") {
  CHECK(failure_of(quick(), []() -> std::string {
          volatile bool forever = true;
          while (forever) continue;
          return "";
        }) == "took more than 1 s of CPU time");
  auto limits = quick();
  limits.wall_seconds = 0.2;
  CHECK(failure_of(limits, []() -> std::string {
          ::sleep(100);
          return "";
        }) == "took longer than 0.2 s");
  CHECK(failure_of(limits, []() -> std::string {  // closes everything and goes on
          for (int fd = 3; fd < 100; ++fd) ::close(fd);
          ::sleep(100);
          return "";
        }) == "crashed: signal 9");
}

TEST_CASE("a child that takes too much memory fails alone") {
  auto limits = quick();
  limits.cpu_seconds = 10;
  CHECK(failure_of(limits, []() -> std::string {
          std::vector<std::string> kept;
          for (int i = 0; i < 4096; ++i) kept.emplace_back(1 << 20, 'x');
          return std::to_string(kept.size());
        }) == "ran out of memory");
}

TEST_CASE("a child reads nothing from standard input") {
  auto result = run_isolated(quick(), [] {
    char byte = 0;
    return std::to_string(::read(STDIN_FILENO, &byte, 1));
  });
  CHECK(result.value() == "0");
}

TEST_CASE("isolation leaves no process and no descriptor behind") {
  auto before = open_descriptors();
  auto limits = quick();
  limits.wall_seconds = 0.05;
  for (int i = 0; i < 20; ++i) {
    (void)run_isolated(quick(), [] { return std::string("fine"); });
    (void)run_isolated(quick(), []() -> std::string { ::_exit(3); });
  }
  (void)run_isolated(limits, []() -> std::string {
    ::sleep(9);
    return "";
  });
  CHECK(open_descriptors() == before);
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
  CHECK(errno == ECHILD);
}
