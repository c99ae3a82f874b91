#include "project/npm/facts.h"

#include "core/text.h"
#include "facts/manifest_facts.h"
#include "project/npm/judgement.h"
#include "rules/rule_set.h"
#include "support/catch.h"

using namespace stackfit;
using namespace stackfit::npm;

namespace {

JudgeContext context() {
  JudgeContext made;
  made.confidence = {1, 0.95, 0.85, 0.75, 0.8, 0.85};
  made.as_of = "2026-11-23";
  made.is_package = [](std::string_view) { return false; };
  return made;
}

LockedPackage locked(std::string name, std::string version) {
  LockedPackage package;
  package.name = std::move(name);
  package.version = std::move(version);
  return package;
}

}  // namespace

TEST_CASE("the bundled npm facts are complete: 614 rows, every field of them") {
  std::size_t rows = 0, versions = 0, replacements = 0;
  std::map<std::string_view, std::size_t> filled;
  std::vector<std::string_view> header;
  for (auto line : split(rule_data("data/npm-facts.tsv"), '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    auto row = split(line, '\t');
    REQUIRE(row.size() == 12);
    if (header.empty()) {
      header = row;
      continue;
    }
    ++rows;
    for (std::size_t i = 0; i < row.size(); ++i) filled[header[i]] += !row[i].empty();
    versions += split(row[4], ' ').size();
    if (!row[7].empty()) replacements += split(row[7], ',').size();
  }
  CHECK(rows == 614);
  CHECK(fact_book().facts.size() == 614);
  CHECK(versions == 887);
  CHECK(replacements == 376);
  CHECK(filled["affected"] == 47);
  CHECK(filled["unflagged_newer"] == 96);
  CHECK(filled["since"] == 605);
  CHECK(filled["evidence"] == 614);
  CHECK(fact_book().date == "2026-11-23");
}

TEST_CASE("every version and range of the bundled facts is one npm understands") {
  std::size_t affected = 0, clean = 0, versions = 0, every = 0;
  for (const auto& [name, fact] : fact_book().facts) {
    INFO(name);
    affected += fact.affected.has_value();
    clean += fact.clean.has_value() && fact.cleanest.has_value();
    versions += fact.versions.size();
    every += fact.every_version;
    CHECK((fact.every_version || !fact.versions.empty()));
  }
  CHECK(affected == 47);
  CHECK(clean == 96);
  CHECK(versions + every == 887);
}

TEST_CASE("none of the 355 finished packages is ever a finding") {
  const auto& finished = fact_book().finished;
  CHECK(finished.size() == 355);
  for (const auto& [name, version] : finished) {
    INFO(name);
    auto verdict = judge(locked(std::string(name), to_string(version)), context());
    CHECK_FALSE(verdict.bad());
    CHECK(verdict.finished);
    CHECK_FALSE(judge_range(name, "*", context()).bad());
    CHECK_FALSE(judge_range(name, "^" + to_string(version), context()).bad());
  }
}

TEST_CASE("a fact holds for the versions it knows or covers, and not for a revival") {
  auto status = [](std::string name, std::string version) {
    return judge(locked(std::move(name), std::move(version)), context()).status;
  };
  CHECK(status("request", "2.88.2") == "deprecated");
  CHECK(status("request", "2.86.0") == "deprecated");  // below the highest flagged version
  CHECK(status("request", "3.0.0").empty());           // came back?
  CHECK(status("debug", "4.2.0") == "deprecated");     // inside the stated range
  CHECK(status("debug", "4.3.4").empty());
  CHECK(status("glob", "13.0.0").empty());
  CHECK(status("moment", "2.30.1") == "maintenance-mode");
  CHECK(status("cpx", "1.5.0") == "abandoned");
  CHECK(status("request", "").empty());
  CHECK(status("", "1.0.0").empty());
}

TEST_CASE("the lockfile's own flag outweighs everything but the package's origin") {
  auto flagged = locked("is-extglob", "2.1.1");
  flagged.deprecated = "use something else";
  CHECK(judge(flagged, context()).bad());
  CHECK(judge(flagged, context()).confidence == 1);
  flagged.from_registry = false;
  CHECK_FALSE(judge(flagged, context()).bad());
}

TEST_CASE("facts that are old and sightings that are single weigh less") {
  CHECK(judge(locked("request", "2.88.2"), context()).confidence == 0.95);
  CHECK(judge(locked("@angular/animations", "20.3.18"), context()).confidence == 0.75);
  auto later = context();
  later.as_of = "2028-06-01";
  CHECK(judge(locked("request", "2.88.2"), later).confidence == Approx(0.95 * 0.85));
}

TEST_CASE("without a lockfile a range is judged when it can install nothing better") {
  auto bad = [](std::string_view name, std::string_view range) {
    return judge_range(name, range, context()).bad();
  };
  CHECK(bad("request", "^2.88.0"));
  CHECK(bad("request", "latest"));
  CHECK(bad("moment", "^2.0.0"));
  CHECK(bad("uuid", "^3.4.0"));
  CHECK_FALSE(bad("uuid", ">=3"));
  CHECK_FALSE(bad("uuid", "^11.0.0"));
  CHECK_FALSE(bad("glob", "*"));
  CHECK_FALSE(bad("express", "^4.0.0"));
}
