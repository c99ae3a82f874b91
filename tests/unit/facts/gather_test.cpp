#include "facts/gather.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "facts/encoding.h"
#include "paths.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

/// The JavaScript and TypeScript files that come with the grammars, and some that cannot be read.
std::vector<std::pair<std::string, std::string>> real_files() {
  std::vector<std::pair<std::string, std::string>> files;
  std::filesystem::path root = STACKFIT_SOURCE_DIR "/grammars/node_modules";
  for (const auto& file : std::filesystem::recursive_directory_iterator(root)) {
    auto extension = file.path().extension();
    if (!file.is_regular_file() || file.file_size() > 100'000) continue;
    if (extension != ".js" && extension != ".ts" && extension != ".py" && extension != ".json")
      continue;
    std::stringstream text;
    text << std::ifstream(file.path(), std::ios::binary).rdbuf();
    files.emplace_back(file.path().lexically_relative(root), text.str());
  }
  files.emplace_back("empty.py", "");
  files.emplace_back("binary.js", std::string("a\0b", 3));
  files.emplace_back("large.js", std::string(2'000'000, ' '));
  files.emplace_back("notes.txt", "not a source");
  return files;
}

/// Everything that is known after a run, as bytes.
std::string digest_of(const std::vector<FileRecord>& records) {
  std::string all;
  for (const auto& record : records)
    all += record.entry.path + "\n" + record.lost + "\n" + encode(record.facts) + "\n";
  return all;
}

}  // namespace

TEST_CASE("processes, threads and one loop learn the same, with any number of jobs") {
  auto tree = memory_tree(real_files());
  auto listing = tree->list();
  REQUIRE(listing);
  REQUIRE(listing->entries.size() > 50);
  AnalysisContext context;
  GatherOptions one_loop;
  one_loop.isolation = Isolation::kInline;
  auto expected = gather_facts(*tree, listing->entries, context, one_loop);
  REQUIRE(expected.size() == listing->entries.size());
  for (auto isolation : {Isolation::kProcesses, Isolation::kThreads})
    for (unsigned jobs : {1, 2, 8, 0}) {
      GatherOptions options;
      options.isolation = isolation;
      options.jobs = jobs;
      auto records = gather_facts(*tree, listing->entries, context, options);
      CHECK(digest_of(records) == digest_of(expected));
    }
}

TEST_CASE("a file that is too large or cannot be read is lost, one of no interest is neither") {
  auto tree = memory_tree({{"a.js", std::string(2'000'000, ' ')}, {"b.txt", "text"}});
  std::vector<Entry> entries = {
      {"a.js", 2'000'000, false, false}, {"b.txt", 4, false, false}, {"gone.py", 10, false, false}};
  auto records = gather_facts(*tree, entries, {}, {});
  REQUIRE(records.size() == 3);
  CHECK(records[0].lost == "too large");
  CHECK(records[1].lost == "");
  CHECK_FALSE(records[1].facts.source);
  CHECK(records[2].lost == "no such file");
}

TEST_CASE("nothing to do needs no worker") {
  auto tree = memory_tree({});
  std::vector<std::pair<std::size_t, std::size_t>> told;
  GatherOptions options;
  options.progress = [&](std::size_t done, std::size_t all) { told.emplace_back(done, all); };
  CHECK(gather_facts(*tree, {}, {}, options).empty());
  CHECK(told == std::vector<std::pair<std::size_t, std::size_t>>{{0, 0}});
}

TEST_CASE("progress grows, comes at most ten times a second and ends with all files") {
  std::vector<std::pair<std::string, std::string>> files;
  for (int number = 0; number < 300; ++number)
    files.emplace_back(fmt::format("{}.js", number), "f();\n");
  auto tree = memory_tree(files);
  auto listing = tree->list();
  for (auto isolation : {Isolation::kProcesses, Isolation::kThreads, Isolation::kInline}) {
    std::vector<std::size_t> told;
    GatherOptions options;
    options.isolation = isolation;
    options.jobs = 2;
    options.before_file = [](const Entry&, int) {
      timespec nap{0, 2'000'000};
      nanosleep(&nap, nullptr);
    };
    options.progress = [&](std::size_t done, std::size_t all) {
      CHECK(all == 300);
      told.push_back(done);
    };
    auto began = std::chrono::steady_clock::now();
    gather_facts(*tree, listing->entries, {}, options);
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    CHECK(told.size() >= 2);
    CHECK(static_cast<double>(told.size()) <= took.count() * 10 + 1);
    CHECK(std::is_sorted(told.begin(), told.end()));
    CHECK(told.back() == 300);
  }
}
