#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace stackfit::npm {

/// What an author's deprecation notice says, as far as its words show.
struct Notice {
  std::string kind;           ///< row of rules/data/npm-kinds.tsv; `unspecified` when unclear
  bool package_level = true;  ///< false: it speaks of some versions only
  std::vector<std::string> replacement;  ///< package names it points to
};

/// Reads a notice. It is free text of anybody's making: a word counts as a replacement only when it
/// is scoped, quoted, named outright ("renamed to x") or `is_known` as a package, and never when it
/// is the package itself.
Notice read_notice(std::string_view text, std::string_view package,
                   const std::function<bool(std::string_view)>& is_known);

/// The author's words for a report: one safe line of at most 160 characters.
std::string author_words(std::string_view text);

/// How a kind is put to a person: `its author ended support`.
std::string_view phrase_of(std::string_view kind);

}  // namespace stackfit::npm
