// How long do the largest lockfiles take to read?
//
//   bench_lockfile [PATH]
//
// Without a path lockfiles are made up like the largest of 2,258 public revisions: a
// package-lock.json of version 2 (4,400 packages, each twice), a pnpm-lock.yaml of 4,200 and a
// yarn.lock of 3,700. The least processor time of twenty readings is printed, because machines are
// shared; the target is 50 ms for each, and missing it is exit status 1.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>

#include "facts/analyse.h"

using namespace stackfit;

namespace {

constexpr int kPackages = 4400, kPnpmPackages = 4200, kYarnPackages = 3700, kRounds = 20;
constexpr double kTarget = 50;

std::string name_of(int number) {
  return fmt::format("{}package-number-{}", number % 7 == 0 ? "@scope/" : "", number);
}

std::string dependencies_of(int number, std::string_view key) {
  std::string text = fmt::format("\"{}\": {{", key);
  for (int i = 1; i <= 3; ++i)
    text += fmt::format("{}\n        \"{}\": \"^{}.0.0\"", i > 1 ? "," : "",
                        name_of((number * 3 + i) % kPackages), i);
  return text + "\n      }";
}

std::string entry_of(int number) {
  return fmt::format(
      "\"version\": \"{}.2.3\",\n      \"resolved\": \"https://registry.example/{}/-/{}.tgz\",\n"
      "      \"integrity\": \"sha512-{:0>86}==\",\n      \"dev\": true",
      number % 9, name_of(number), number, number);
}

std::string npm_lock() {
  std::string flat, nested;
  for (int number = 0; number < kPackages; ++number) {
    auto comma = number > 0 ? ",\n" : "\n";
    flat += fmt::format(
        "{}    \"node_modules/{}\": {{\n      {},\n      {},\n      \"engines\": {{\n"
        "        \"node\": \">=8\"\n      }}\n    }}",
        comma, name_of(number), entry_of(number), dependencies_of(number, "dependencies"));
    nested += fmt::format("{}    \"{}\": {{\n      {},\n      {}\n    }}", comma, name_of(number),
                          entry_of(number), dependencies_of(number, "requires"));
  }
  return fmt::format(
      "{{\n  \"name\": \"large\",\n  \"lockfileVersion\": 2,\n  \"packages\": {{{}\n"
      "  }},\n  \"dependencies\": {{{}\n  }}\n}}\n",
      flat, nested);
}

std::string pnpm_lock() {
  std::string packages, snapshots;
  for (int number = 0; number < kPnpmPackages; ++number) {
    auto key = fmt::format("'{}@{}.2.3'", name_of(number), number % 9);
    packages += fmt::format(
        "  {}:\n    resolution: {{integrity: sha512-{:0>86}==}}\n    engines: {{node: '>=8'}}\n\n",
        key, number);
    snapshots += fmt::format("  {}:\n    dependencies:\n", key);
    for (int i = 1; i <= 5; ++i) {
      int other = (number * 3 + i) % kPnpmPackages;
      snapshots += fmt::format("      '{}': {}.2.3\n", name_of(other), other % 9);
    }
    snapshots += '\n';
  }
  return fmt::format(
      "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {{}}\n\npackages:\n\n{}snapshots:\n\n{}",
      packages, snapshots);
}

std::string yarn_lock() {
  std::string text = "# yarn lockfile v1\n\n\n";
  for (int number = 0; number < kYarnPackages; ++number) {
    auto name = name_of(number);
    text += fmt::format(
        "\"{0}@^{1}.0.0\", \"{0}@^{1}.2.0\":\n  version \"{1}.2.3\"\n  resolved "
        "\"https://registry.example/{0}/-/{2}.tgz#{2:0>40}\"\n  integrity sha512-{2:0>86}==\n"
        "  dependencies:\n",
        name, number % 9, number);
    for (int i = 1; i <= 2; ++i) {
      int other = (number * 3 + i) % kYarnPackages;
      text += fmt::format("    \"{}\" \"^{}.0.0\"\n", name_of(other), other % 9);
    }
    text += '\n';
  }
  return text;
}

double milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Whether the lockfile is read in time.
bool measure(const std::string& path, const std::string& bytes) {
  AnalysisContext context;
  double least = 1e9;
  std::size_t packages = 0;
  for (int round = 0; round < kRounds; ++round) {
    double start = milliseconds();
    auto facts = analyse_file(context, {path, bytes.size(), false, true}, bytes);
    least = std::min(least, milliseconds() - start);
    packages = facts.manifest ? facts.manifest->packages.size() : 0;
  }
  fmt::print("{}: {:.2f} MB, {} packages, {:.1f} ms\n", path,
             static_cast<double>(bytes.size()) / 1e6, packages, least);
  return least < kTarget;
}

}  // namespace

int main(int count, char** words) {
  if (count > 1) {
    std::ifstream file(words[1], std::ios::binary);
    return measure(words[1], std::string(std::istreambuf_iterator<char>(file), {})) ? 0 : 1;
  }
  bool npm = measure("package-lock.json", npm_lock());
  bool pnpm = measure("pnpm-lock.yaml", pnpm_lock());
  bool yarn = measure("yarn.lock", yarn_lock());
  return npm && pnpm && yarn ? 0 : 1;
}
