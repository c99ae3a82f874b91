#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace stackfit {

/// The character at the start of some bytes.
struct CodePoint {
  char32_t code = 0xFFFD;
  std::size_t length = 1;  ///< in bytes, at least 1
  bool valid = false;      ///< false: malformed, to be replaced by one U+FFFD
};

/// Decodes the start of `bytes`, which are not empty. Malformed UTF-8 (RFC 3629: overlong forms,
/// surrogates, cut characters) comes back as U+FFFD, with the length of what Unicode calls the
/// maximal subpart: decoders of browsers and of Node replace exactly that.
CodePoint decode_utf8(std::string_view bytes);

/// True when the bytes are well-formed UTF-8.
bool is_utf8(std::string_view bytes);

/// The text with every malformed part replaced by U+FFFD.
std::string as_utf8(std::string_view bytes);

/// The longest front part of at most `most` bytes that cuts no character.
std::string_view cut_utf8(std::string_view text, std::size_t most);

/// UTF-16 code units of the decoded bytes: how SARIF and JavaScript count columns.
std::uint32_t utf16_length(std::string_view bytes);

/// Control, bidirectional, zero-width and line-separator characters: what no reader sees and what
/// changes how he sees the rest.
bool is_unprintable(char32_t code);

}  // namespace stackfit
