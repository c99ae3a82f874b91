#include "facts/generated.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/text.h"
#include "rules/data_table.h"

namespace stackfit {
namespace {

// A licence may stand above the marker; a header longer than this is prose.
constexpr std::size_t kHeaderBytes = 8192;
constexpr std::size_t kCodeBytes = 4096;
constexpr std::string_view kBlanks = " \t\r\n\f\v";

struct HeaderRow {
  std::vector<std::string> begins, says, says_any_case;
  std::string also;
};
struct CodeRow {
  std::string what;
  std::vector<std::string> has;
  NameSet folders;
};
struct Minified {
  std::size_t longest_line = 0, average_line = 0, blank_percent = 0, least_bytes = 0;
};
struct Table {
  std::vector<HeaderRow> headers;
  std::vector<std::string> endings;
  std::vector<CodeRow> code;
  Minified minified;
};

Table read_table() {
  constexpr std::string_view kFile = "data/generated.toml";
  Table table;
  for (const auto& row : data_rows(kFile, "header"))
    table.headers.push_back(
        {row.list("begins"), row.list("says"), row.list("says_any_case"), row.text("also")});
  for (const auto& row : data_rows(kFile, "ending"))
    for (auto& text : row.list("begins")) table.endings.push_back(text);
  for (const auto& row : data_rows(kFile, "code"))
    table.code.push_back({row.text("what"), row.list("has"), row.names("folders")});
  for (const auto& row : data_rows(kFile, "minified")) {
    auto number = [&](const char* key) { return static_cast<std::size_t>(row.number(key)); };
    table.minified = {number("longest_line"), number("average_line"), number("blank_percent"),
                      number("least_bytes")};
  }
  return table;
}

const Table& table() {
  static const Table kTable = read_table();
  return kTable;
}

bool is_python(std::string_view path) {
  auto extension = extension_of(path);
  return extension == "py" || extension == "pyi" || extension == "pyw";
}

// Where the comment that opens at the start of `text` ends; 0 when none does.
std::size_t comment_length(std::string_view text, bool python) {
  auto until = [&](std::string_view end, std::size_t from) {
    auto at = text.find(end, from);
    return at == std::string_view::npos ? text.size() : at + end.size();
  };
  if (text.starts_with("#!")) return until("\n", 0);
  if (!python) {
    if (text.starts_with("//")) return until("\n", 0);
    if (text.starts_with("/*")) return until("*/", 2);
    for (std::string_view directive : {"'use strict'", "\"use strict\""})
      if (text.starts_with(directive))
        return directive.size() + (text.substr(directive.size()).starts_with(';') ? 1 : 0);
    return 0;
  }
  if (text.starts_with("#")) return until("\n", 0);
  for (std::string_view quotes : {"\"\"\"", "'''"})
    if (text.starts_with(quotes)) return until(quotes, quotes.size());
  return 0;
}

// Everything before the first code: comments, blank lines, a docstring.
std::string_view header_of(std::string_view bytes, bool python) {
  bytes = bytes.substr(0, kHeaderBytes);
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  std::size_t at = 0;
  while (true) {
    at = std::min(bytes.find_first_not_of(kBlanks, at), bytes.size());
    auto length = comment_length(bytes.substr(at), python);
    if (length == 0) return bytes.substr(0, at);
    at += length;
  }
}

// Lines without the signs of the comment, joined by blanks, so that a phrase may be wrapped.
std::string joined_words(std::string_view header) {
  std::string text;
  for (auto line : split(header, '\n')) {
    auto first = line.find_first_not_of(" \t\r*/#!-;\"'");
    if (first == std::string_view::npos) continue;
    if (!text.empty()) text += ' ';
    text += trim(line.substr(first));
  }
  return text;
}

bool begins_a_line(std::string_view header, std::string_view word) {
  for (auto line : split(header, '\n')) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t*/#!-;\"'"), line.size()));
    if (!line.starts_with(word)) continue;
    auto after = line.substr(word.size(), 1);
    if (after.empty() || after.find_first_of(" \t\r.,:;<(*") == 0) return true;
  }
  return false;
}

std::optional<std::string> header_marker(std::string_view header) {
  if (header.empty()) return std::nullopt;
  const std::string words = joined_words(header), lowered = lower(words);
  for (const HeaderRow& row : table().headers) {
    if (!row.also.empty() && lowered.find(row.also) == std::string::npos) continue;
    for (const auto& word : row.begins)
      if (begins_a_line(header, word)) return word;
    for (const auto& phrase : row.says)
      if (words.find(phrase) != std::string::npos) return phrase;
    for (const auto& phrase : row.says_any_case)
      if (lowered.find(phrase) != std::string::npos) return phrase;
  }
  return std::nullopt;
}

bool has_source_map(std::string_view bytes) {
  for (int line = 0; line < 2; ++line) {
    bytes = bytes.substr(0, bytes.find_last_not_of(kBlanks) + 1);
    auto start = bytes.rfind('\n') + 1;
    auto last = bytes.substr(start);
    for (const auto& beginning : table().endings)
      if (last.starts_with(beginning)) return true;
    bytes = bytes.substr(0, start);
  }
  return false;
}

bool is_plain_javascript(std::string_view path) {
  auto extension = extension_of(path);
  return extension == "js" || extension == "mjs" || extension == "cjs";
}

bool lies_in(std::string_view path, const NameSet& folders) {
  auto parts = split(folder_of(path), '/');
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return folders.contains(part); });
}

const CodeRow* compiled_code(std::string_view path, std::string_view bytes) {
  auto top = bytes.substr(0, kCodeBytes);
  for (const CodeRow& row : table().code) {
    if (!row.folders.empty() && !lies_in(path, row.folders)) continue;
    for (const auto& text : row.has)
      if (top.find(text) != std::string_view::npos) return &row;
  }
  return nullptr;
}

std::optional<std::string> minified_reason(std::string_view bytes, bool javascript) {
  const Minified& limits = table().minified;
  std::size_t longest = 0, lines = 0;
  for (std::size_t at = 0; at < bytes.size(); ++lines) {
    auto end = std::min(bytes.find('\n', at), bytes.size());
    longest = std::max(longest, end - at);
    at = end + 1;
  }
  if (longest > limits.longest_line) return fmt::format("minified: a line of {} bytes", longest);
  if (!javascript || bytes.size() < limits.least_bytes) return std::nullopt;
  auto average = bytes.size() / std::max<std::size_t>(lines, 1);
  if (average <= limits.average_line) return std::nullopt;
  auto blanks = static_cast<std::size_t>(std::count_if(
      bytes.begin(), bytes.end(), [](char c) { return c == ' ' || c == '\t' || c == '\n'; }));
  if (blanks * 100 >= bytes.size() * limits.blank_percent) return std::nullopt;
  return fmt::format("minified: lines of {} bytes on average", average);
}

}  // namespace

std::string place_of(std::string_view path) {
  std::string place;
  if (!is_plain_javascript(path)) return place;
  for (const CodeRow& row : table().code) place += lies_in(path, row.folders) ? '+' : '-';
  return place;
}

std::optional<std::string> generated_reason(std::string_view path, std::string_view bytes) {
  bool python = is_python(path);
  if (auto marker = header_marker(header_of(bytes, python)))
    return fmt::format("generated: says '{}'", *marker);
  if (is_plain_javascript(path)) {
    if (has_source_map(bytes)) return "generated: names its source map";
    if (const CodeRow* row = compiled_code(path, bytes))
      return fmt::format("generated: {} code", row->what);
  }
  return minified_reason(bytes, !python);
}

}  // namespace stackfit
