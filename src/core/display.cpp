// Every byte of the scanned repository is hostile to the place it is printed. The GitHub runner
// obeys `::command::` after leading blanks and the older `##[command]` anywhere in a line of plain
// log output, terminals obey escape sequences, and bidirectional controls reorder what a reviewer
// sees. All human-readable writers send untrusted text through display().
#include <fmt/format.h>

#include "core/text.h"
#include "core/utf8.h"

namespace stackfit {
namespace {

// What the runner's TrimStart() removes before it looks for `::`; line separators are escaped
// anyway.
bool is_blank(char32_t code) {
  return code == ' ' || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
         code == 0x202F || code == 0x205F || code == 0x3000;
}

bool is_azure_command(std::string_view text) {
  return text.starts_with("##") && lower(text.substr(2, 4)) == "vso[";
}

}  // namespace

std::string display(std::string_view untrusted) {
  std::string safe;
  safe.reserve(untrusted.size());
  bool only_blanks = true;
  for (std::size_t at = 0; at < untrusted.size();) {
    auto rest = untrusted.substr(at);
    auto [code, length, valid] = decode_utf8(rest);
    if (!valid) {
      for (char byte : rest.substr(0, length))
        safe += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    } else if (is_unprintable(code)) {
      safe += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(code));
    } else if ((only_blanks && rest.starts_with("::")) || rest.starts_with("##[") ||
               is_azure_command(rest)) {
      safe += fmt::format("\\x{:02x}", static_cast<unsigned>(code));
    } else {
      safe += rest.substr(0, length);
    }
    only_blanks = only_blanks && valid && is_blank(code);
    at += length;
  }
  return safe;
}

std::string display(std::string_view untrusted, std::size_t columns) {
  std::string safe = display(untrusted);
  std::vector<std::size_t> starts;  // of each code point
  for (std::size_t at = 0; at < safe.size(); ++at)
    if ((static_cast<unsigned char>(safe[at]) & 0xC0) != 0x80) starts.push_back(at);
  if (starts.size() <= columns || columns < 3) return safe;
  std::size_t left = (columns - 1) / 2, right = columns - 1 - left;
  return safe.substr(0, starts[left]) + "…" + safe.substr(starts[starts.size() - right]);
}

}  // namespace stackfit
