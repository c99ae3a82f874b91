// How long does the largest kind of lockfile take to read?
//
//   bench_lockfile [PATH]
//
// Without a path a package-lock.json of version 2 is made up like the largest of 2,258 public
// revisions: 3.5 MB, 4,400 packages, each twice. The least of twenty readings is printed; the
// target is 50 ms, and missing it is exit status 1.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <string>

#include "facts/analyse.h"

using namespace stackfit;

namespace {

constexpr int kPackages = 4400, kRounds = 20;
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

std::string made_up() {
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

}  // namespace

int main(int count, char** words) {
  std::string path = count > 1 ? words[1] : "package-lock.json", bytes;
  if (count > 1) {
    std::ifstream file(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  } else {
    bytes = made_up();
  }
  AnalysisContext context;
  double least = 1e9;
  std::size_t packages = 0;
  for (int round = 0; round < kRounds; ++round) {
    auto start = std::chrono::steady_clock::now();
    auto facts = analyse_file(context, {path, bytes.size(), false, true}, bytes);
    std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    least = std::min(least, took.count());
    packages = facts.manifest ? facts.manifest->packages.size() : 0;
  }
  fmt::print("{:.2f} MB, {} packages: {:.1f} ms\n", static_cast<double>(bytes.size()) / 1e6,
             packages, least);
  return least < kTarget ? 0 : 1;
}
