#include "report/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "report/encodings.h"

namespace stackfit {
namespace {

// Length in bytes of the code point at the start of well-formed text.
std::size_t code_point_length(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    ++length;
  return length;
}

// The longest front part that fits.
std::string_view front(std::string_view text, std::size_t columns) {
  std::size_t bytes = 0, used = 0;
  while (bytes < text.size()) {
    auto length = code_point_length(text.substr(bytes));
    used += columns_of(text.substr(bytes, length));
    if (used > columns) break;
    bytes += length;
  }
  return text.substr(0, bytes);
}

std::string_view back(std::string_view text, std::size_t columns) {
  std::size_t at = text.size(), used = 0;
  while (at > 0) {
    auto start = at - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    used += columns_of(text.substr(start, at - start));
    if (used > columns) break;
    at = start;
  }
  return text.substr(at);
}

// A CI runner obeys a line that starts with `::`, and any word may come to start a line.
std::string without_command(std::string_view word) {
  return (word.starts_with("::") ? "\\x3a" : "") + std::string(word.substr(word.starts_with("::")));
}

}  // namespace

std::string ink(const Style& style, Ink ink, std::string_view text) {
  constexpr std::string_view kCodes[] = {"", "1", "2", "31", "33", "32", "36"};
  if (!style.colour || ink == Ink::kPlain || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<int>(ink)], text);
}

std::string pad(std::string_view text, std::size_t columns) {
  auto width = columns_of(text);
  return std::string(text) + std::string(width < columns ? columns - width : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t columns) {
  auto width = columns_of(text);
  return std::string(width < columns ? columns - width : 0, ' ') + std::string(text);
}

std::string shorten(std::string_view text, std::size_t columns) {
  if (columns_of(text) <= columns || columns < 3) return std::string(text);
  auto left = (columns - 1) / 2;
  return fmt::format("{}…{}", front(text, left), back(text, columns - 1 - left));
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  columns = std::max<std::size_t>(columns, 10);
  std::vector<std::string> lines;
  std::string line;
  for (auto piece : split(text, ' ')) {
    if (piece.empty()) continue;
    auto word = without_command(piece);
    if (!line.empty() && columns_of(line) + 1 + columns_of(word) > columns) {
      lines.push_back(std::move(line));
      line.clear();
    }
    while (columns_of(word) > columns) {
      lines.emplace_back(front(word, columns));
      word = without_command(std::string_view(word).substr(lines.back().size()));
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

std::string hanging(const Style& style, std::string_view first, std::string_view text, Ink colour) {
  auto indent = columns_of(first);
  auto width = style.columns > indent ? style.columns - indent : 1;
  std::string result;
  for (const auto& line : wrap(text, width)) {
    result += result.empty() ? std::string(first) : std::string(indent, ' ');
    result += ink(style, colour, line) + '\n';
  }
  return result;
}

std::string grade_and_score(const Health& health) {
  double whole = std::round(health.score);
  bool too_good = health.to_next_grade > 0 && whole >= health.score + health.to_next_grade;
  return fmt::format("{} {:.0f}", health.grade, too_good ? std::floor(health.score) : whole);
}

std::string grouped(std::uint64_t number) {
  auto text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

std::string flagged_of(double flagged, double all) {
  auto whole = flagged < 1 ? "less than 1" : fmt::format("{:.0f}", flagged);
  return fmt::format("{} of {:.0f}", whole, all);
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

std::string place(std::string_view path, std::uint32_t line) {
  return line == 0 ? display(path) : fmt::format("{}:{}", display(path), line);
}

std::string titled(const Style& style, std::size_t indent, std::string_view name,
                   std::string_view text, Ink colour) {
  auto start = std::string(indent, ' ');
  auto lines = hanging(style, fmt::format("{}{}   ", start, name), text, colour);
  if (text.empty()) lines = fmt::format("{}{}\n", start, name);
  return lines.replace(indent, name.size(), ink(style, Ink::kBold, name));
}

std::string heading(const Style& style, std::string_view name, std::string_view text) {
  return "\n" + titled(style, 0, name, text);
}

}  // namespace stackfit
