// One hostile report through every writer. The goldens are for reading; the properties hold
// whatever they say.
#include <cmark.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "core/utf8.h"
#include "report/report.h"
#include "support/catch.h"
#include "support/golden.h"
#include "support/hostile_report.h"
#include "support/sample_report.h"

using namespace stackfit;

namespace {

std::string written(std::string_view format, const Style& style = {}) {
  const Writer* writer = find_writer(format);
  REQUIRE(writer != nullptr);
  return writer->write(hostile_report(), sample_rules(), style);
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (auto line : split(text, '\n')) lines.emplace_back(line);
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

// A workflow command as the runner takes it apart (actions/runner, ActionCommand.cs).
struct Command {
  std::string name, data;
  std::map<std::string, std::string> properties;
};

Command parse_command(const std::string& line) {
  REQUIRE(line.starts_with("::"));
  auto end = line.find("::", 2);
  REQUIRE(end != std::string::npos);
  auto info = line.substr(2, end - 2);
  auto blank = info.find(' ');
  REQUIRE(blank != std::string::npos);
  Command command{info.substr(0, blank), line.substr(end + 2), {}};
  auto decoded = [](std::string text) {
    for (auto [code, byte] : {std::pair{"%0D", "\r"}, {"%0A", "\n"}, {"%3A", ":"}, {"%2C", ","}})
      text = replaced(text, code, byte);
    return replaced(text, "%25", "%");
  };
  for (auto property : split(std::string_view(info).substr(blank + 1), ',')) {
    auto equals = property.find('=');
    REQUIRE(equals != std::string_view::npos);
    command.properties[std::string(property.substr(0, equals))] =
        decoded(std::string(property.substr(equals + 1)));
  }
  command.data = decoded(command.data);
  return command;
}

bool is_log_command_format(std::string_view format) {
  return format == "github" || format == "azure";
}

std::string blanks_trimmed(std::string line) {
  while (line.starts_with(' ') || line.starts_with("\u00a0"))
    line.erase(0, line.starts_with(' ') ? 1 : 2);
  return line;
}

// HTML without code spans and our own tags.
std::string without_code(const std::string& html) {
  std::string text;
  for (std::size_t at = 0; at < html.size();) {
    if (html.compare(at, 6, "<code>") == 0) {
      at = html.find("</code>", at);
      REQUIRE(at != std::string::npos);
    }
    text += html[at++];
  }
  return text;
}

}  // namespace

TEST_CASE("each format writes the hostile report as its golden file says") {
  const std::pair<const char*, const char*> kFiles[] = {
      {"text", "text.txt"},      {"concise", "concise.txt"},       {"json", "report.json"},
      {"sarif", "report.sarif"}, {"github", "github.txt"},         {"azure", "azure.txt"},
      {"gitlab", "gitlab.json"}, {"markdown", "markdown.md"},      {"pr-comment", "comment.md"},
      {"junit", "junit.xml"},    {"checkstyle", "checkstyle.xml"}, {"rdjson", "reviewdog.rdjson"},
      {"csv", "report.csv"}};
  Style style;
  style.root = "/build";
  for (auto [format, file] : kFiles)
    check_golden(std::string("hostile/") + file, written(format, style));
}

TEST_CASE("no writer lets an unprintable character through") {
  Style narrow;
  narrow.columns = 60;
  narrow.verbose = true;
  for (const auto& writer : writers()) {
    for (const auto& text : {written(writer.format), written(writer.format, narrow)}) {
      INFO(writer.format);
      CHECK(is_utf8(text));
      std::size_t bad = 0;
      for (std::string_view rest = text; !rest.empty();) {
        auto character = decode_utf8(rest);
        bad += is_unprintable(character.code) && character.code != '\n' ? 1 : 0;
        rest.remove_prefix(character.length);
      }
      CHECK(bad == 0);
    }
  }
}

TEST_CASE("no line of a report is a command to the runner that logs it") {
  Style style;
  style.verbose = true;
  for (const auto& writer : writers()) {
    if (is_log_command_format(writer.format)) continue;
    for (std::size_t columns : {60, 73, 100}) {
      style.columns = columns;
      for (const auto& line : lines_of(written(writer.format, style))) {
        INFO(writer.format << ": " << line);
        CHECK_FALSE(blanks_trimmed(line).starts_with("::"));
        CHECK(line.find("##[") == std::string::npos);
        CHECK(lower(line).find("##vso[") == std::string::npos);
      }
    }
  }
}

TEST_CASE("every line for GitHub is one of its commands, at most ten of a kind") {
  std::map<std::string, int> seen;
  for (const auto& line : lines_of(written("github"))) {
    INFO(line);
    auto command = parse_command(line);
    CHECK(++seen[command.name] <= 10);
    CHECK((command.name == "error" || command.name == "warning" || command.name == "notice"));
    CHECK(line.find("##[") == std::string::npos);
    if (command.properties.count("file") == 0) continue;
    // The decoded file is one of the report's and stands in the text, too.
    CHECK(command.data.starts_with(command.properties["file"] + ":"));
  }
  CHECK(seen.size() == 3);
}

TEST_CASE("every line for Azure is one issue, at most ten of a kind, or says what is left out") {
  auto lines = lines_of(written("azure"));
  REQUIRE_FALSE(lines.empty());
  CHECK(lines.back().starts_with("stackfit: "));
  lines.pop_back();
  CHECK(lines.size() == 20);
  for (const auto& line : lines) {
    INFO(line);
    CHECK(line.starts_with("##vso[task.logissue type="));
    CHECK(lower(line).find("##vso[", 1) == std::string::npos);
    auto end = line.find(']');
    REQUIRE(end != std::string::npos);
    // type, sourcepath, linenumber, columnnumber, code, each ended by a semicolon
    CHECK(std::count(line.begin(), line.begin() + static_cast<long>(end), ';') == 5);
  }
}

TEST_CASE("every JSON format is JSON, in ASCII, and complete") {
  const auto& findings = hostile_report().project.findings;
  auto open = findings.size() - 2;  // one suppressed, one in the baseline
  std::map<std::string, nlohmann::json> documents;
  for (auto format : {"json", "sarif", "gitlab", "rdjson"}) {
    auto text = written(format);
    INFO(format);
    CHECK(std::all_of(text.begin(), text.end(), [](char c) { return c > 0 && c < 127; }));
    documents[format] = nlohmann::json::parse(text);
  }
  CHECK(documents["json"]["findings"].size() == findings.size());
  CHECK(documents["sarif"]["runs"][0]["results"].size() == open);
  CHECK(documents["gitlab"].size() == open);
  CHECK(documents["rdjson"]["diagnostics"].size() == open);
}

TEST_CASE("Markdown holds no markup, link, mention or reference of the repository's making") {
  for (auto format : {"markdown", "pr-comment", "summary"}) {
    auto text = written(format);
    char* rendered = cmark_markdown_to_html(text.data(), text.size(), CMARK_OPT_UNSAFE);
    std::string html = rendered;
    std::free(rendered);
    INFO(format);
    for (auto tag : {"<script", "<a ", "<img", "<pre", "<h1", "<ol", "<blockquote", "<hr"})
      CHECK(html.find(tag) == std::string::npos);
    auto count = [&](std::string_view tag) {
      std::size_t number = 0;
      for (auto at = html.find(tag); at != std::string::npos; at = html.find(tag, at + 1)) ++number;
      return number;
    };
    CHECK(count("<details>") == count("</details>"));
    CHECK(count("<summary>") == count("</summary>"));
    auto prose = without_code(html);
    for (auto sign : {"@octocat", "@org", "#12", "GH-12", "://", "www.evil", "!4"})
      CHECK(prose.find(sign) == std::string::npos);
  }
}

TEST_CASE("a job summary and a comment stay within their limits and say what they left out") {
  Style full;
  full.bytes_before = 900 * 1024 - 400;
  auto summary = written("summary", full);
  CHECK(summary.size() <= 400);
  CHECK(summary.find("left out here for its size") != std::string::npos);
  full.bytes_before = 2 << 20;
  CHECK(written("summary", full).empty());

  Report large = hostile_report();
  for (int i = 0; i < 3000; ++i) {
    auto finding = large.project.findings[static_cast<std::size_t>(i) % 30];
    finding.rule = "rule-" + std::to_string(i);
    finding.status = FindingStatus::kNew;
    large.project.findings.push_back(finding);
  }
  auto comment = find_writer("pr-comment")->write(large, sample_rules(), {});
  CHECK(comment.size() <= 60'000);
  CHECK(comment.size() > 50'000);
  CHECK(comment.starts_with("<!-- stackfit-report -->\n"));
  CHECK(comment.ends_with("left out here for its size._\n"));
  CHECK(find_writer("summary")->write(large, sample_rules(), {}).size() <= 900 * 1024);
}
