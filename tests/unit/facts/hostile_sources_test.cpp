#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <functional>
#include <map>

#include "facts/gather.h"
#include "support/catch.h"

// Sources made to hurt a parser: each must end within its bounds, and a good file beside it must be
// analysed as if nothing had happened.

using namespace stackfit;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

std::string repeat(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += piece;
  return text;
}

std::string nested(std::string_view open, std::string_view close, int levels) {
  std::string text;
  for (int level = 0; level < levels; ++level) text += open;
  for (int level = 0; level < levels; ++level) text += close;
  return text;
}

std::string indented_blocks(int levels) {
  std::string text;
  for (int level = 0; level < levels; ++level) text += std::string(level, ' ') + "if x:\n";
  return text + std::string(levels, ' ') + "'''text\n more'''\n";
}

std::map<std::string, FileRecord> gather(const Files& files, Limits limits = {},
                                         Isolation isolation = Isolation::kProcesses) {
  auto tree = memory_tree(files);
  auto listing = tree->list();
  REQUIRE(listing);
  AnalysisContext context;
  context.default_excludes = false;  // they are minified by design
  context.limits = limits;
  GatherOptions options;
  options.jobs = 2;
  options.isolation = isolation;
  std::map<std::string, FileRecord> records;
  for (auto& record : gather_facts(*tree, listing->entries, context, options)) {
    auto path = record.entry.path;
    records[path] = std::move(record);
  }
  return records;
}

double cpu_of_children() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
}

const Files kGood = {{"good.js", "import x from './x';\nf(() => x);\n"},
                     {"good.py", "import os\n"}};

}  // namespace

TEST_CASE("600 levels of indentation are analysed in a worker") {
  auto records = gather({{"deep.py", indented_blocks(600)}});
  CHECK(records["deep.py"].lost == "");
  REQUIRE(records["deep.py"].facts.source);
  CHECK(records["deep.py"].facts.source->metrics.lines == 602);
}

TEST_CASE("sources that make error recovery super-linear cost their limit and no more") {
  Files bombs = {{"quote.js", repeat("'", 40'000) + repeat("if(", 40'000)},
                 {"if.js", repeat("if(", 40'000)},
                 {"comment.js", repeat(":\n/*)", 300'000)},
                 {"template.ts", repeat("`${", 40'000)},
                 {"generic.tsx", repeat("<a<", 40'000)},
                 {"colon.py", repeat("if x:(\n", 40'000)},
                 {"lambda.py", repeat("lambda:[", 40'000)},
                 {"quote.py", repeat("'''", 20'000) + repeat("[(", 40'000)}};
  Limits limits;
  limits.file_cpu_seconds = 0.5;
  double before = cpu_of_children();
  Files files = bombs;
  files.insert(files.end(), kGood.begin(), kGood.end());
  auto records = gather(files, limits);
  // Half a second each, what a parser does between two looks at the clock, and a few new workers.
  CHECK(cpu_of_children() - before < 0.8 * static_cast<double>(files.size()));
  CHECK(records["good.js"].facts.source);
  CHECK(records["good.py"].facts.source);
  for (const auto& [path, text] : bombs) {
    INFO(path << ": " << records[path].lost);
    bool analysed = records[path].facts.source.has_value();
    bool too_slow = records[path].lost == "takes too long to parse" ||
                    records[path].lost == "took more than 0.5 s of CPU";
    CHECK(analysed != too_slow);
  }
}

TEST_CASE("code that nests 100,000 deep is walked without recursion") {
  Limits limits;
  limits.file_cpu_seconds = 20;
  Files files = {{"array.js", nested("[", "]", 100'000)},
                 {"call.js", nested("f(", ")", 20'000)},
                 {"function.ts", nested("f(()=>{", "})", 10'000)},
                 {"object.js", "x=" + nested("{a:", "}", 20'000)},
                 {"member.js", "a" + repeat(".b", 60'000)},
                 {"sum.js", "x=1" + repeat("+1", 60'000)},
                 {"else.js", repeat("if(a){}else ", 120'000) + "{}"},
                 {"list.py", "x=" + nested("[", "]", 10'000)},
                 {"attribute.py", "a" + repeat(".b", 40'000)},
                 {"not.py", "x=" + repeat("not ", 40'000) + "1"}};
  files.insert(files.end(), kGood.begin(), kGood.end());
  auto records = gather(files, limits);
  for (const auto& [path, record] : records) {
    INFO(path << ": " << record.lost);
    CHECK(record.lost.find("crashed") == std::string::npos);
    CHECK(record.lost != "worker exited");
  }
  CHECK(records["good.js"].facts.source);
  CHECK(records["array.js"].facts.source);
}

TEST_CASE("dense and long sources stay within the memory of a worker") {
  Limits limits;
  limits.file_cpu_seconds = 20;
  Files files = {{"dense.js", "x=[" + repeat("1,", 300'000) + "]"},
                 {"dense.py", "x=[" + repeat("1,", 200'000) + "]"},
                 {"token.js", "x='" + std::string(1'000'000, 'a') + "'"},
                 {"minified.js", repeat("f(1);", 10'000'000)}};
  files.insert(files.end(), kGood.begin(), kGood.end());
  auto records = gather(files, limits);
  CHECK(records["good.js"].facts.source);
  CHECK(records["minified.js"].lost.starts_with("too large"));
  for (const auto& [path, record] : records) {
    INFO(path << ": " << record.lost);
    CHECK(record.lost.find("crashed") == std::string::npos);
  }
}

TEST_CASE("a file that needs too much memory is lost alone, with that reason") {
  Limits limits;
  limits.file_cpu_seconds = 20;
  limits.worker_bytes = 100 << 20;
  Files files = {{"dense.js", "x=[" + repeat("1,", 1'000'000) + "]"}};
  files.insert(files.end(), kGood.begin(), kGood.end());
  auto records = gather(files, limits);
  CHECK(records["dense.js"].lost == "needs more than 100 MiB of memory");
  CHECK(records["good.js"].facts.source);
  CHECK(records["good.py"].facts.source);
}

TEST_CASE("odd bytes are parsed or named, and learnt alike in and outside of a worker") {
  using namespace std::string_literals;
  Files files = {
      {"nul-first.js", "\0\0\0f();\n"s},
      {"nul-late.js", repeat("f();\n", 9'000) + "\0;\n"s},
      {"latin1.js", "x = 'caf\xE9';\n// \xFF\xFE\n"},
      {"latin1.py", "x = 'caf\xE9'\n\xC3\x28 = 1\n"},
      {"bom.js",
       "\xEF\xBB\xBF"
       "f();\n"},
      {"bom.py",
       "\xEF\xBB\xBF"
       "import os\n"},
      {"utf16.js",
       "\xFF\xFE"
       "f\0(\0)\0;\0"s},
      {"surrogate.ts", "x = '\xED\xA0\x80';\n"},
      {"overlong.tsx", "\xC0\x80\xF8\x88\x80\x80\x80"},
      {"cr.js", "f();\rg();\r"},
      {"crlf.py", "import os\r\nif x:\r\n  pass\r\n"},
      {"separators.js", "f();\xE2\x80\xA8g();\x0B\x0C\x85"},
      {"empty.js", ""},
      {"newline.py", "\n"},
      {"translation.ts", "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!DOCTYPE TS>\n<TS></TS>\n"},
      {"open-string.py", "'''"},
      {"open-comment.js", "/*"},
      {"open-template.ts", "`${"},
      {"backslash.py", "\\"}};
  auto records = gather(files);
  auto expected = gather(files, {}, Isolation::kInline);
  CHECK(records["nul-first.js"].facts.skipped == "binary: holds NUL bytes");
  CHECK(records["utf16.js"].facts.skipped == "binary: holds NUL bytes");
  CHECK(records["translation.ts"].facts.skipped == "XML, not a script");
  for (const auto& [path, record] : records) {
    INFO(path);
    CHECK(record.lost == "");
    CHECK(record.facts.source.has_value() == expected[path].facts.source.has_value());
    CHECK(record.facts.skipped == expected[path].facts.skipped);
    CHECK(record.facts.partial == expected[path].facts.partial);
  }
}
