#include "report/xml.h"

#include <fmt/format.h>

#include "core/utf8.h"

namespace stackfit {
namespace {

// XML 1.0, production 2. Surrogates never come out of decode_utf8().
bool is_allowed(char32_t code) {
  return code == '\t' || code == '\n' || code == '\r' ||
         (code >= 0x20 && code != 0xFFFE && code != 0xFFFF);
}

bool is_plain(char32_t code) {
  return !is_unprintable(code) &&
         std::string_view("<>&\"'").find(static_cast<char>(code & 0x7F)) == std::string_view::npos;
}

}  // namespace

std::string xml_value(std::string_view untrusted) {
  std::string text;
  for (auto rest = untrusted; !rest.empty();) {
    auto [code, length, valid] = decode_utf8(rest);
    // CI runners obey `##[command]` and `##vso[command]` anywhere in a line.
    bool starts_command = rest.starts_with("##");
    if (!is_allowed(code))
      text += "\uFFFD";
    else if (!valid || (!starts_command && (code > 0x7F ? !is_unprintable(code) : is_plain(code))))
      text += valid ? rest.substr(0, length) : "\uFFFD";
    else
      text += fmt::format("&#{};", static_cast<std::uint32_t>(code));
    rest.remove_prefix(length);
  }
  return text;
}

}  // namespace stackfit
