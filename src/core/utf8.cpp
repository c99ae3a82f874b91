#include "core/utf8.h"

namespace stackfit {
namespace {

// The second byte of a character is what tells overlong forms, surrogates and code points beyond
// U+10FFFF apart (Unicode, table 3-7).
struct SecondByte {
  unsigned char least = 0x80, most = 0xBF;
};

SecondByte second_byte_of(unsigned char lead) {
  switch (lead) {
    case 0xE0:
      return {0xA0, 0xBF};
    case 0xED:
      return {0x80, 0x9F};
    case 0xF0:
      return {0x90, 0xBF};
    case 0xF4:
      return {0x80, 0x8F};
    default:
      return {};
  }
}

std::size_t length_of(unsigned char lead) {
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xC2 && lead <= 0xDF ? 2 : 0;
}

}  // namespace

CodePoint decode_utf8(std::string_view bytes) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  auto lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  auto length = length_of(lead);
  if (length == 0) return {};
  char32_t code = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    auto allowed = i == 1 ? second_byte_of(lead) : SecondByte{};
    if (i >= bytes.size() || byte(i) < allowed.least || byte(i) > allowed.most)
      return {0xFFFD, i, false};
    code = (code << 6) | (byte(i) & 0x3Fu);
  }
  return {code, length, true};
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    auto character = decode_utf8(bytes);
    if (!character.valid) return false;
    bytes.remove_prefix(character.length);
  }
  return true;
}

std::string as_utf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    auto character = decode_utf8(bytes);
    text += character.valid ? bytes.substr(0, character.length) : "\uFFFD";
    bytes.remove_prefix(character.length);
  }
  return text;
}

std::string_view cut_utf8(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

std::uint32_t utf16_length(std::string_view bytes) {
  std::uint32_t units = 0;
  while (!bytes.empty()) {
    auto character = decode_utf8(bytes);
    units += character.code > 0xFFFF ? 2 : 1;
    bytes.remove_prefix(character.length);
  }
  return units;
}

bool is_unprintable(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0xAD || code == 0x061C ||
         (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF ||
         (code >= 0xFFF9 && code <= 0xFFFB) || (code >= 0xE0000 && code <= 0xE007F);
}

}  // namespace stackfit
