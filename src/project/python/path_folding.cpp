#include "project/python/path_folding.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "core/text.h"
#include "core/utf8.h"
#include "rules/rule_set.h"

namespace stackfit {
namespace {

void append_utf8(std::string& text, char32_t code) {
  auto byte = [&](char32_t value) { text += static_cast<char>(value); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0 | (code >> 6));
  } else {
    byte(0xE0 | (code >> 12));
    byte(0x80 | ((code >> 6) & 0x3F));
  }
  byte(0x80 | (code & 0x3F));
}

using Folding = std::unordered_map<char32_t, std::string>;

Folding load_folding() {
  Folding folding;
  auto number = [](std::string_view text) {
    std::uint32_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, 16);
    return static_cast<char32_t>(value);
  };
  for (auto line : split(rule_data("data/path-folding.tsv"), '\n')) {
    auto tab = line.find('\t');
    if (line.starts_with('#') || tab == std::string_view::npos) continue;
    std::string& folded = folding[number(line.substr(0, tab))];
    for (auto code : split(line.substr(tab + 1), ' ')) append_utf8(folded, number(code));
  }
  return folding;
}

// The Unicode Standard, 3.12, Hangul Syllable Decomposition.
void append_hangul(std::string& text, char32_t syllable) {
  constexpr char32_t kFirst = 0xAC00, kTrails = 28, kBlock = 588;
  char32_t index = syllable - kFirst;
  append_utf8(text, 0x1100 + index / kBlock);
  append_utf8(text, 0x1161 + index % kBlock / kTrails);
  if (index % kTrails != 0) append_utf8(text, 0x11A7 + index % kTrails);
}

}  // namespace

std::string folded_path(std::string_view path) {
  bool ascii = std::all_of(path.begin(), path.end(),
                           [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return lower(path);
  static const Folding kFolding = load_folding();
  std::string folded;
  for (std::size_t at = 0; at < path.size();) {
    auto [code, length, valid] = decode_utf8(path.substr(at));
    auto row = kFolding.find(code);
    if (valid && code >= 0xAC00 && code < 0xD7A4)
      append_hangul(folded, code);
    else if (valid && row != kFolding.end())
      folded += row->second;
    else
      folded += lower(path.substr(at, length));
    at += length;
  }
  return folded;
}

}  // namespace stackfit
