// The page with a history: how large it may become, and what names in a history may do to it.
#include <fmt/format.h>

#include "core/utf8.h"
#include "report/writers.h"
#include "support/catch.h"
#include "support/hostile_report.h"
#include "support/sample_report.h"

using namespace stackfit;

namespace {

TrendPoint state(std::size_t number) {
  TrendPoint point;
  point.commit = fmt::format("{:040x}", number);
  point.time = static_cast<std::int64_t>(1'000'000'000 + 86'400 * number);
  point.score = 60 + static_cast<double>(number % 20);
  point.grade = "C";
  point.packages_by_status = {{"deprecated", 12}, {"maintenance-mode", number % 3}};
  point.packages = 900;
  return point;
}

Hotspot hotspot(const std::string& path, const std::string& author) {
  return {path, 4, 100, 2, 0.5, 3, author, 0.5, 1'700'000'000, 20};
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

}  // namespace

TEST_CASE("a page of 5,000 files and 10,000 commits stays below 1.5 MB") {
  Report report = sample_report();
  TrendReport& history = report.history.emplace();
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    auto path = fmt::format("packages/part-{}/src/area-{}/module-{}.js", i % 40, i % 7, i);
    report.sources.push_back({path, "javascript", "product", 100, 1 + i % 90});
    auto finding = report.project.findings.front();
    finding.path = path;
    report.project.findings.push_back(finding);
    if (i < 50) history.hotspots.push_back(hotspot(path, "Ann"));
  }
  for (std::size_t i = 10'000; i-- > 0;) history.points.push_back(state(i));
  auto page = write_html(report, sample_rules(), {});
  CHECK(page.size() < 1'500'000);
  CHECK(count_of(page, fmt::format("{:040x}", 9'999).substr(0, 10)) > 0);
  CHECK(page.find("\"left\":9600") != std::string::npos);
}

TEST_CASE("no name in a history becomes markup or a control character of the page") {
  Report report = sample_report();
  TrendReport& history = report.history.emplace();
  history.points = {state(1), state(0)};
  auto add = [&](const std::string& text) {
    history.points[0].tags.push_back(text);
    history.points[1].packages_by_status[text] = 1;
    history.hotspots.push_back(hotspot(text, text));
    history.notes.push_back(text);
  };
  auto plain = write_html(report, sample_rules(), {});
  for (const auto& text : hostile_strings()) add(text);
  for (const auto& text : more_hostile_strings()) add(text);
  auto page = write_html(report, sample_rules(), {});
  CHECK(is_utf8(page));
  for (std::string_view evil : {"\x1b", "\u202e", "\u2066", "##[", "##vso["})
    CHECK(count_of(page, evil) == count_of(plain, evil));
  for (std::string_view markup : {"<script", "</script", "<img", "</details", "<!--", "{{"})
    CHECK(count_of(page, markup) == count_of(plain, markup));
}
