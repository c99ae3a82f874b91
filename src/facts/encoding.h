#pragma once
#include <string>
#include <string_view>

#include "core/result.h"
#include "facts/file_facts.h"

namespace stackfit {

/// Changes whenever the layout of any fact changes; part of every encoded record.
inline constexpr std::uint32_t kFactsVersion = 6;

/// Encodes facts compactly: little-endian varints, length-prefixed bytes, a header with the version
/// and a checksum of the body.
std::string encode(const FileFacts& facts);

/// Decodes what `encode` wrote. The bytes are untrusted (a worker or a cache may have been
/// subverted): every length and every enumerator is checked, nothing larger than the input is
/// allocated. Fails with kInput on any mismatch, and on trailing bytes.
Result<FileFacts> decode(std::string_view bytes);

}  // namespace stackfit
