#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stackfit {

/// Makes untrusted text (a path, an identifier, an author's words) safe for a terminal or a CI log:
/// control, bidirectional, zero-width and line-separator characters become `\u{…}`, bytes that are
/// not UTF-8 become `\xNN`, and the runner commands `::`-at-line-start, `##[` and `##vso[` are
/// broken up. The result is valid UTF-8 on one line.
std::string display(std::string_view untrusted);

/// As `display`, cut to at most `columns` terminal columns with `…` in the middle.
std::string display(std::string_view untrusted, std::size_t columns);

std::string_view trim(std::string_view text);
/// The pieces between separators; an empty text has one empty piece.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// ASCII only: no locale.
std::string lower(std::string_view text);

/// True for an ISO date `2027-01-31`; such dates compare like text.
bool is_date(std::string_view text);

/// The last component, and what stands before its slash ("" at the root).
std::string_view base_name(std::string_view path);
std::string_view folder_of(std::string_view path);
/// Text after the last dot of the base name, "" when there is none or it starts the name.
std::string_view extension_of(std::string_view path);
/// `folder/name`, or `name` for the root folder "".
std::string join_path(std::string_view folder, std::string_view name);
/// A path without `.` and inner `..`, by its text alone; leading `..` stay, absolute stays
/// absolute.
std::string normal_path(std::string_view path);

/// The stable 64-bit hash used for digests and fingerprints (XXH3).
std::uint64_t hash_of(std::string_view bytes);
/// The same as 16 hex digits.
std::string hash_hex(std::string_view bytes);

}  // namespace stackfit
