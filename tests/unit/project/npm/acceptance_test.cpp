// What the bundled facts are worth, measured on lockfiles that they were not made from
// (tests/data/held-out-flags.tsv), and that they leave finished packages alone.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/text.h"
#include "paths.h"
#include "project/npm/facts.h"
#include "project/npm/maintenance.h"
#include "project/suppress.h"
#include "support/catch.h"
#include "support/read_manifest.h"

using namespace stackfit;

namespace {

struct Row {
  std::string repository, name, version;
  bool flagged = false;
};

std::vector<Row> held_out() {
  std::ifstream file(STACKFIT_SOURCE_DIR "/tests/data/held-out-flags.tsv");
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    auto cells = split(line, '\t');
    if (line.starts_with("#") || cells.size() != 4 || cells[0] == "repository") continue;
    rows.push_back(
        {std::string(cells[0]), std::string(cells[1]), std::string(cells[2]), cells[3] == "1"});
  }
  return rows;
}

// What the whole analysis says of a lockfile that holds these packages, each of them direct.
std::set<std::pair<std::string, std::string>> reported(const std::vector<Row>& rows,
                                                       bool with_flags) {
  std::string lock = R"({"lockfileVersion": 3, "packages": {"": {"dependencies": {)";
  std::string entries;
  int number = 0;
  for (const Row& row : rows) {
    auto alias = fmt::format("p{}", number++);
    lock +=
        fmt::format(R"({}"{}": "npm:{}@{}")", number > 1 ? "," : "", alias, row.name, row.version);
    entries +=
        fmt::format(R"(,"node_modules/{}": {{"name": "{}", "version": "{}"{}}})", alias, row.name,
                    row.version, with_flags && row.flagged ? R"(, "deprecated": "gone")" : "");
  }
  lock += "}}" + entries + "}}";
  FileRecord record;
  record.entry.path = "package-lock.json";
  record.facts = read_file("package-lock.json", lock);
  std::vector<FileRecord> records{record};
  auto rules = load_rules({});
  REQUIRE(rules);
  Options options;
  SuppressionBook suppressions(records, *rules, options);
  npm::AllowBook allows(records, options);
  ProjectFacts project;
  survey_npm(records, *rules, options, suppressions, allows, nullptr, project);
  std::set<std::pair<std::string, std::string>> found;
  for (const auto& dependency : project.npm.dependencies)
    found.emplace(dependency.name, dependency.version);
  return found;
}

}  // namespace

TEST_CASE("of the flags taken out of held-out lockfiles at least 85 % are found by the facts") {
  std::map<std::string, std::vector<Row>> by_repository;
  for (auto& row : held_out()) by_repository[row.repository].push_back(row);
  std::size_t flagged = 0, found = 0;
  for (const auto& [repository, rows] : by_repository) {
    auto said = reported(rows, false);
    for (const Row& row : rows) {
      flagged += row.flagged ? 1 : 0;
      found += row.flagged && said.count({row.name, row.version}) > 0 ? 1 : 0;
    }
  }
  INFO(found << " of " << flagged);
  CHECK(flagged >= 95);
  CHECK(found * 100 >= flagged * 85);
}

TEST_CASE(
    "intact lockfiles yield at least 1.9 times the deprecated versions that flags alone show") {
  std::map<std::string, std::vector<Row>> by_repository;
  for (auto& row : held_out())
    if (row.repository != "getredash/redash" && row.repository != "pmb0/express-sharp")
      by_repository[row.repository].push_back(row);  // npm's own lockfiles
  std::size_t flagged = 0, found = 0;
  for (const auto& [repository, rows] : by_repository) {
    found += reported(rows, true).size();
    flagged += static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.flagged; }));
  }
  INFO(found << " to " << flagged);
  CHECK(static_cast<double>(found) >= 1.9 * static_cast<double>(flagged));
}

TEST_CASE("no finished package is reported, locked or by its range") {
  std::vector<Row> rows;
  std::ifstream file(STACKFIT_SOURCE_DIR "/rules/data/npm-finished.tsv");
  for (std::string line; std::getline(file, line);)
    if (auto cells = split(line, '\t'); cells.size() >= 2 && cells[0] != "name")
      rows.push_back({"", std::string(cells[0]), std::string(cells[1]), false});
  CHECK(rows.size() == 355);
  CHECK(reported(rows, false).empty());
}
