#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace stackfit {

/// RFC 4648 base64 with padding.
std::string base64(std::string_view bytes);
/// The bytes again; nothing when it is not base64 with padding.
std::optional<std::string> decode_base64(std::string_view text);

/// What one byte is written as.
struct Escape {
  char byte;
  std::string_view text;
};

/// The text with the bytes of the table written as it says.
std::string escape(std::string_view text, std::span<const Escape> table);

/// Terminal columns of text that display() made: 2 for wide East Asian characters and emoji, 0 for
/// combining marks, else 1. Escape sequences are not text.
std::size_t columns_of(std::string_view displayed);

}  // namespace stackfit
