#include "report/encodings.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "core/utf8.h"

namespace stackfit {
namespace {

struct Range {
  char32_t first, last;
};

// The blocks whose characters take two columns (Unicode's East_Asian_Width W and F, by block) and
// those that take none. Coarse on purpose: a misaligned rare character costs a column, not truth.
constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},  {0x23E9, 0x23EC}, {0x2E80, 0x303E},   {0x3041, 0x33FF},
    {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},  {0xA000, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},  {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
constexpr Range kZero[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},
                           {0x064B, 0x065F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
                           {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

template <std::size_t n>
bool is_in(const Range (&ranges)[n], char32_t code) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const Range& range) { return code >= range.first && code <= range.last; });
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    auto count = std::min<std::size_t>(3, bytes.size() - at);
    for (std::size_t i = 0; i < 3; ++i)
      group = (group << 8) | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i)
      text += i <= count ? kDigits[(group >> (18 - 6 * i)) & 63] : '=';
  }
  return text;
}

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); at += 4) {
    std::uint32_t group = 0;
    std::size_t padding = 0;
    for (char digit : text.substr(at, 4)) {
      bool pads = digit == '=' && at + 4 == text.size() && padding < 2;
      auto value = pads ? 0 : kDigits.find(digit);
      if (value == std::string_view::npos || (padding > 0 && !pads)) return std::nullopt;
      padding += pads ? 1 : 0;
      group = group << 6 | static_cast<std::uint32_t>(value);
    }
    for (std::size_t byte = 0; byte < 3 - padding; ++byte)
      bytes += static_cast<char>(group >> (16 - 8 * byte) & 0xFF);
  }
  return bytes;
}

std::string escape(std::string_view text, std::span<const Escape> table) {
  std::string result;
  for (char c : text) {
    auto row = std::find_if(table.begin(), table.end(),
                            [&](const Escape& known) { return known.byte == c; });
    result += row == table.end() ? std::string_view(&c, 1) : row->text;
  }
  return result;
}

std::size_t columns_of(std::string_view displayed) {
  std::size_t columns = 0;
  while (!displayed.empty()) {
    auto [code, length, valid] = decode_utf8(displayed);
    columns += code < 0x300 ? 1 : is_in(kZero, code) ? 0 : is_in(kWide, code) ? 2 : 1;
    displayed.remove_prefix(length);
  }
  return columns;
}

}  // namespace stackfit
