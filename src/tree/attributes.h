#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tree/ignore.h"

namespace stackfit {

/// What a repository's .gitattributes says about who wrote a file, in the two attributes that
/// github-linguist reads: `linguist-vendored` and `linguist-generated`.
struct AttributeRule {
  PathPattern pattern;
  std::optional<bool> vendored, generated;  ///< nothing: the line does not speak of it
};

/// The rules of one .gitattributes, in its order; the last that speaks of an attribute decides.
struct Attributes {
  std::vector<AttributeRule> rules;
  /// True when some line says of a file that it is not vendored or not generated.
  bool clears() const;
};

/// What the attributes say of one file.
struct Authorship {
  bool foreign = false;      ///< vendored or generated
  bool own = false;          ///< said to be neither, and at least one of them expressly
  const char* kind = "";     ///< `vendored` or `generated`, when foreign
  std::string_view pattern;  ///< of the line that decides
};

/// Reads a whole .gitattributes. Lines with other attributes, macros and negated patterns are left
/// out; a pattern for a folder means nothing there.
Attributes parse_attributes(std::string_view text);

Authorship authorship_of(const Attributes& attributes, PathParts path);

}  // namespace stackfit
