#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "facts/reader.h"
#include "syntax/syntax_tree.h"

// Names of npm packages that the text of a file may mean without importing them: a plugin in a
// configuration, a command in a script, a dialect handed to a library as a text. Kept as hashes of
// the package's name, because the question is always whether one known name is among them.

namespace stackfit {

/// Larger files besides sources are not looked at.
inline constexpr std::uint64_t kMostMentionBytes = 256 << 10;

/// True when the file is read for nothing but what it mentions.
bool may_mention(std::string_view path);
void read_mentions(const FileInput& input, FileFacts& facts);

/// The hash by which a package is looked for.
std::uint64_t mention_of(std::string_view package);

/// Collects mentions, each once.
class MentionSet {
 public:
  /// Every word of the text that could be a package or a file of one.
  void add_words(std::string_view text);
  /// A text in quotes: one word, or several joined by signs. Of a longer text only names that can
  /// be nothing else, those with a scope.
  void add_quoted(std::string_view text);
  void add_scoped(std::string_view text);
  /// Joins `into`, sorted.
  void merge_into(std::vector<std::uint64_t>& into) const;

 private:
  void add_word(std::string_view word);
  std::vector<std::uint64_t> hashes_;
};

/// What the quoted texts of a file mention, without parsing it.
void add_quoted_mentions(std::string_view bytes, std::vector<std::uint64_t>& into);

/// What the string literals of a script mention, and comments that name packages to tools
/// (`@jest-environment jsdom`, `/// <reference types="node" />`, `import("x")` in JSDoc).
void add_literal_mentions(const SyntaxTree& tree, std::vector<std::uint64_t>& into);

}  // namespace stackfit
