// A backslash takes the meaning of ASCII punctuation in CommonMark, an entity that of HTML's. What
// GitHub and GitLab link on top of that (`@name`, `#12`, `GH-12`, `!12`, `https://`, `www.`) is
// found in the text after both, so that neither helps: a zero-width space between sign and name
// does, written as an entity so that the report itself holds none.
#include "report/markdown_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "report/layout.h"

namespace stackfit {
namespace {

constexpr std::string_view kBreak = "&#8203;";
constexpr std::size_t kRoomForLastLine = 200;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Untrusted text never starts a line, so that only inline markup counts.
std::string written(char c) {
  if (c == '<') return "&lt;";
  if (c == '>') return "&gt;";
  if (c == '&') return "&amp;";
  bool markup = std::string_view("\\`*_[]|~$").find(c) != std::string_view::npos;
  return markup ? std::string{'\\', c} : std::string(1, c);
}

bool ends_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && lower(text.substr(text.size() - word.size())) == word;
}

// True when GitHub or GitLab would start a reference or a link with this sign.
bool starts_reference(std::string_view text, std::size_t at) {
  auto before = text.substr(0, at), after = text.substr(at + 1);
  bool in_front_of_name = !after.empty() && is_letter_or_digit(after.front());
  switch (text[at]) {
    case '@':
    case '#':
    case '!':
    case '%':
    case '~':
    case '$':
    case '^':
    case '&':
      return in_front_of_name;
    case ':':
      return after.starts_with("//");
    case '.':
      return ends_with_word(before, "www");
    case '-':
      return ends_with_word(before, "gh");
    default:
      return false;
  }
}

}  // namespace

std::string markdown_text(std::string_view untrusted) {
  auto text = display(untrusted);
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    result += written(text[at]);
    if (starts_reference(text, at)) result += kBreak;
  }
  return result;
}

std::string markdown_code(std::string_view untrusted) {
  auto text = display(untrusted);
  if (text.empty()) return "";
  std::size_t longest = 0, run = 0;
  for (char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  std::string fence(longest + 1, '`');
  // One blank at each end is taken off again, unless the text is all blanks.
  bool needs_blank = text.starts_with('`') || text.ends_with('`') ||
                     (text.starts_with(' ') && text.ends_with(' '));
  auto blank = needs_blank ? " " : "";
  return fence + blank + text + blank + fence;
}

std::string join_sections(const std::vector<std::string>& sections, std::size_t budget) {
  std::string text;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    bool is_last = i + 1 == sections.size();
    auto room = is_last ? 0 : kRoomForLastLine;
    if (text.size() + sections[i].size() + room <= budget) {
      text += sections[i];
      continue;
    }
    auto left_out = sections.size() - i;
    auto note = fmt::format("\n_{} of this report left out here for its size._\n",
                            counted(left_out, "section"));
    return text.size() + note.size() <= budget ? text + note : text;
  }
  return text;
}

}  // namespace stackfit
