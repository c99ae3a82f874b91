#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace stackfit {

/// Why a source file is not the work of a person, by what it says and looks like
/// (rules/data/generated.toml): `generated: DO NOT EDIT`, `minified: a line of 31002 bytes`.
/// Nothing when it is one. Looks at every byte at most a few times.
std::optional<std::string> generated_reason(std::string_view path, std::string_view bytes);

/// What of the folders a file lies in matters to that, as a text: files with the same extension,
/// bytes and such text are generated or not alike.
std::string place_of(std::string_view path);

}  // namespace stackfit
