#include "cli/baseline_file.h"

#include "support/catch.h"

using namespace stackfit;

namespace {

BaselineEntry entry(std::string path, std::uint64_t digest) {
  return {{{"callback-nesting", std::move(path), "Class.method", digest, 2}, Severity::kError},
          "because \"x\"\n"};
}

std::string error_of(std::string_view text) {
  auto entries = parse_baseline(text, "b.json");
  return entries ? "" : entries.error().where + " " + entries.error().message;
}

}  // namespace

TEST_CASE("a baseline reads back what it wrote, sorted, one entry a line") {
  auto text = format_baseline({entry("b.js", 0xfedcba9876543210), entry("a.js", 7)});
  auto entries = parse_baseline(text, "b.json");
  REQUIRE(entries);
  REQUIRE(entries->size() == 2);
  CHECK((*entries)[0].known.identity.path == "a.js");
  CHECK((*entries)[1].known.identity == entry("b.js", 0xfedcba9876543210).known.identity);
  CHECK((*entries)[1].known.severity == Severity::kError);
  CHECK((*entries)[1].reason == "because \"x\"\n");
  CHECK(std::count(text.begin(), text.end(), '\n') == 7);
  CHECK(format_baseline(*entries) == text);
  CHECK(parse_baseline(format_baseline({}), "b.json")->empty());
}

TEST_CASE("a baseline that cannot be understood is an error at its line") {
  const std::string head = "{\"schema\": \"stackfit-baseline/1\", \"entries\": [\n";
  CHECK(error_of("{").starts_with("b.json:1 "));
  CHECK(error_of("{}").find("no baseline") != std::string::npos);
  CHECK(error_of(head + "{\"path\": \"a\"}]}") ==
        "b.json:2 an entry of the baseline wants rule and path");
  CHECK(error_of(head + R"({"rule":"r","path":"a","digest":"12","severity":"note"}]})") ==
        "b.json:2 an entry's digest is 16 hexadecimal digits");
  CHECK(error_of(head + R"({"rule":"r","path":"a","digest":"0123456789abcdef"}]})") ==
        "b.json:2 an entry's severity is error, warning or note");
}
