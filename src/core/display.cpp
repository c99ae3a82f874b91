// Every byte of the scanned repository is hostile to the place it is printed. The GitHub runner
// obeys `::command::` after leading blanks and the older `##[command]` anywhere in a line of plain
// log output, terminals obey escape sequences, and bidirectional controls reorder what a reviewer
// sees. All human-readable writers send untrusted text through display().
#include <fmt/format.h>

#include "core/text.h"

namespace stackfit {
namespace {

struct Decoded {
  char32_t code = 0;
  std::size_t length = 0;  // 0: not UTF-8 here
};

Decoded decode(std::string_view text, std::size_t at) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  std::size_t length = lead >= 0xF0 && lead <= 0xF4   ? 4
                       : lead >= 0xE0 && lead <= 0xEF ? 3
                       : lead >= 0xC2 && lead <= 0xDF ? 2
                                                      : 0;
  if (length == 0 || at + length > text.size()) return {};
  char32_t code = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {};
    code = (code << 6) | (byte(at + i) & 0x3Fu);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest[length] || code > 0x10FFFF || surrogate) return {};
  return {code, length};
}

bool is_unprintable(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0xAD || code == 0x061C ||
         (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF ||
         (code >= 0xFFF9 && code <= 0xFFFB) || (code >= 0xE0000 && code <= 0xE007F);
}

}  // namespace

std::string display(std::string_view untrusted) {
  std::string safe;
  safe.reserve(untrusted.size());
  bool only_blanks = true;
  for (std::size_t at = 0; at < untrusted.size();) {
    auto [code, length] = decode(untrusted, at);
    auto rest = untrusted.substr(at);
    if (length == 0) {
      safe += fmt::format("\\x{:02x}", static_cast<unsigned char>(untrusted[at]));
      length = 1;
    } else if (is_unprintable(code)) {
      safe += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(code));
    } else if ((only_blanks && rest.starts_with("::")) || rest.starts_with("##[") ||
               rest.starts_with("##vso[")) {
      safe += fmt::format("\\x{:02x}", static_cast<unsigned>(code));
    } else {
      safe += rest.substr(0, length);
    }
    only_blanks = only_blanks && code == ' ';
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
