#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "facts/suppressions.h"

namespace stackfit {

/// A name in a comment and where it stands, counted in bytes from the comment's start.
struct DirectiveWord {
  std::string text;
  std::size_t offset = 0;
};

/// One `stackfit-ignore…` as a comment says it.
struct Directive {
  SuppressionKind kind = SuppressionKind::kLine;
  SuppressionFault fault = SuppressionFault::kNone;  ///< kUnknownForm or kNoDate
  DirectiveWord word;                                ///< `stackfit-ignore-start`
  std::vector<DirectiveWord> rules;                  ///< empty: it names none
  std::string reason;
  std::string until;  ///< ISO date, or ""; with kNoDate what stands in its place
};

/// The word every directive starts with.
inline constexpr std::string_view kDirectiveWord = "stackfit-ignore";

/// The directives of one comment, given with its marks (`//`, `/*`, `#`). A directive starts a line
/// of the comment or follows another mark in it (`# noqa  # stackfit-ignore …`); a mention in a
/// sentence is none. Linear in the comment's length.
std::vector<Directive> directives_in(std::string_view comment);

}  // namespace stackfit
