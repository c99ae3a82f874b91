#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stackfit {

/// A word of a shell command, or an operator that ends one: `;`, `&`, `|`, `(`, `)`, a newline.
struct ShellWord {
  std::string text;
  bool is_operator = false;
  std::uint32_t line = 0;  ///< lines after the first of the text
};

/// The words and operators of a text. Quotes join; a backslash before a line's end continues it;
/// `$(…)`, `${…}` and `{{…}}` stay one word. Nothing is expanded.
std::vector<ShellWord> shell_words(std::string_view text);

}  // namespace stackfit
