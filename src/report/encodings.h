#pragma once
#include <string>
#include <string_view>

namespace stackfit {

/// True when the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates).
bool is_utf8(std::string_view bytes);

/// RFC 4648 base64 with padding.
std::string base64(std::string_view bytes);

/// Terminal columns of text that display() made: 2 for wide East Asian characters and emoji, 0 for
/// combining marks, else 1. Escape sequences are not text.
std::size_t columns_of(std::string_view displayed);

}  // namespace stackfit
