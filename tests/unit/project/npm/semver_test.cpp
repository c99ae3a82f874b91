#include "project/npm/semver.h"

#include <fstream>
#include <sstream>

#include "core/text.h"
#include "paths.h"
#include "support/catch.h"

using namespace stackfit;
using namespace stackfit::npm;

namespace {

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(std::string(STACKFIT_SOURCE_DIR) + "/" + path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// The table quotes ranges as JSON; only tabs are escaped in it.
std::string unquote(std::string_view text) {
  std::string plain(text.substr(1, text.size() - 2));
  for (auto at = plain.find("\\t"); at != std::string::npos; at = plain.find("\\t"))
    plain.replace(at, 2, "\t");
  return plain;
}

}  // namespace

// tests/tools/semver_pairs.cjs wrote the table with npm's own package.
TEST_CASE("ranges admit exactly the versions that npm's semver says they admit") {
  auto lines = lines_of("tests/data/semver-pairs.tsv");
  REQUIRE(lines.size() > 300);
  auto versions = split(lines[0], '\t');
  std::size_t compared = 0;
  for (const std::string& line : lines) {
    auto row = split(line, '\t');
    if (!row[0].starts_with('"')) continue;
    auto text = unquote(row[0]);
    auto range = parse_range(text);
    INFO("range '" << text << "'");
    CHECK(range.has_value() == (row[1] != "-"));
    if (!range || row[1] == "-") continue;
    std::string answers;
    for (std::size_t i = 1; i < versions.size(); ++i) {
      auto version = parse_version(versions[i]);
      answers += version && admits(*range, *version) ? '1' : '0';
    }
    CHECK(answers == row[1]);
    compared += answers.size();
  }
  CHECK(compared > 10'000);
}

TEST_CASE("versions are ordered as npm's semver orders them") {
  auto lines = lines_of("tests/data/semver-pairs.tsv");
  auto order = split(lines.back(), '\t');
  REQUIRE(order[0] == "order");
  for (std::size_t i = 2; i < order.size(); ++i) {
    INFO(order[i - 1] << " before " << order[i]);
    CHECK(*parse_version(order[i - 1]) < *parse_version(order[i]));
  }
}

TEST_CASE("a range's upper bound is the highest it can reach") {
  auto bound = [](std::string_view text) {
    auto version = upper_bound(*parse_range(text));
    return version ? to_string(*version) : "none";
  };
  CHECK(bound("^1.2.3") == "2.0.0-0");
  CHECK(bound("1.2.3 || ~2.1.0") == "2.2.0-0");
  CHECK(bound(">=1") == "none");
  CHECK(bound("^1 || >=3") == "none");
  CHECK(bound("*") == "none");
}

TEST_CASE("hostile ranges and versions cost nothing") {
  CHECK_FALSE(parse_version(std::string(1'000'000, '1')));
  CHECK_FALSE(parse_range(std::string(1'000'000, '>')));
  CHECK_FALSE(parse_version("1.0.0-" + std::string(300, 'a')));
}
