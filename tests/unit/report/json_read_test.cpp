// A JSON report is read back to what it was made of: every writer must say the same of both. And
// whatever is done to the file, no writer may be made to say what it must not.
#include "report/json.h"

#include <nlohmann/json.hpp>

#include "core/text.h"
#include "core/utf8.h"
#include "report/writers.h"
#include "support/catch.h"
#include "support/hostile_report.h"
#include "support/sample_report.h"

using namespace stackfit;

namespace {

std::string json_of(const Report& report) {
  return write_json(report, sample_rules(), {});
}

Report with_everything(Report report) {
  report.options.only = {"callback-nesting"};
  report.options.new_only = true;
  report.change = ChangeSummary{"4a3f21c", true, 71.26, 3, 4, 5, {"a.js", "b\xff.js"}, {"a.js"}};
  report.baseline = BaselineUse{"accepted.json", 9, 8, {}, {{{{"r", "p\n", "s"}, {}}, ""}}};
  TrendPoint then;
  then.commit = "4a3f21c0d2";
  then.time = 1'700'000'123;
  then.tags = {"v1", "\xff"};
  then.score = 81.26;
  then.grade = "B";
  then.findings = {1, 2, 3};
  then.async_style.await = 0.33333;
  then.async_style.sites = 9;
  then.packages = 7;
  then.packages_by_status = {{"deprecated", 2}};
  report.history =
      TrendReport{"",
                  {then},
                  {{"b\xff.js", 4, 100, 2, 0.123456, 3, "A\xff", 0.5, 1'700'000'000, 20}},
                  12,
                  {"this clone is shallow"}};
  for (auto& source : report.sources) source.changes = 4;
  return report;
}

void check_same_in_every_format(Report report) {
  round_figures(report);
  auto again = read_report(json_of(report), "report.json");
  REQUIRE(again);
  Style style;
  style.verbose = true;
  style.root = "/build";
  again->options.sarif_suppressions = report.options.sarif_suppressions;
  for (const auto& writer : writers()) {
    INFO(writer.format);
    CHECK(writer.write(report, sample_rules(), style) ==
          writer.write(*again, sample_rules(), style));
  }
}

// Every string of a document replaced, one after another.
template <class Visit>
void each_string(nlohmann::json& value, const Visit& visit) {
  if (value.is_string()) return visit(value);
  if (value.is_structured())
    for (auto& element : value) each_string(element, visit);
}

}  // namespace

TEST_CASE("every format made of a JSON report is the one the run would have written") {
  check_same_in_every_format(sample_report());
  check_same_in_every_format(hostile_report());
  check_same_in_every_format(with_everything(sample_report()));
  check_same_in_every_format(with_everything(hostile_report()));
  Report all = hostile_report();
  all.options.sarif_suppressions = true;
  check_same_in_every_format(all);
}

TEST_CASE("a JSON report that was tampered with is refused or harmless in every format") {
  auto document = nlohmann::json::parse(json_of(with_everything(sample_report())));
  // Long lists of alike things say nothing new.
  for (auto* list : {&document["findings"], &document["files"]["skipped"],
                     &document["fit"]["dimensions"][1]["evidence"]})
    while (list->size() > 2) list->erase(list->size() - 1);
  const std::string kEvil = "::error::a\n##[x]##vso[y]<script>\x1b[2J\u202e,\"|";
  std::size_t refused = 0, harmless = 0;
  each_string(document, [&](nlohmann::json& text) {
    auto honest = text;
    text = kEvil;
    auto report = read_report(document.dump(), "report.json");
    text = honest;
    if (!report) {
      ++refused;
      return;
    }
    ++harmless;
    for (const auto& writer : writers()) {
      if (writer.format == "github" || writer.format == "azure") continue;
      auto written = writer.write(*report, sample_rules(), {});
      INFO(writer.format << " of " << honest);
      CHECK(is_utf8(written));
      CHECK(written.find('\x1b') == std::string::npos);
      CHECK(written.find("\u202e") == std::string::npos);
      CHECK(written.find("##[") == std::string::npos);
      CHECK(written.find("\n::error") == std::string::npos);
    }
  });
  CHECK(refused > 50);
  CHECK(harmless > 50);
}

TEST_CASE("what is no report is refused with what is wrong and where") {
  auto message = [](std::string_view text) {
    auto report = read_report(text, "r.json");
    REQUIRE_FALSE(report);
    CHECK(report.error().where == "r.json");
    return report.error().message;
  };
  CHECK(message("{").find("line 1") != std::string::npos);
  CHECK(message("[]").find("schema") != std::string::npos);
  CHECK(message(R"({"schema": "stackfit-report/2"})").find("another version") != std::string::npos);
  CHECK(message(R"({"schema": "stackfit-report/1"})") ==
        "this is no report of stackfit: \"tool\" is not an object, line 1");
  auto document = nlohmann::json::parse(json_of(sample_report()));
  document["findings"][0]["line"] = -1;
  CHECK(message(document.dump(1)).find("\"line\" is not a whole number in range, line ") !=
        std::string::npos);
  document["findings"][0]["line"] = 5'000'000'000;
  CHECK(message(document.dump()).find("\"line\" is not") != std::string::npos);
  document["findings"][0]["line"] = 1;
  document["health"]["score"] = 1e300;
  CHECK(message(document.dump()).find("\"score\" is not") != std::string::npos);
  CHECK(message(std::string(100'000, '[')).find("no report") != std::string::npos);
}
