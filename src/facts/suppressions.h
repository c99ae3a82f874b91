#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "facts/source_facts.h"

namespace stackfit {

class SyntaxTree;

enum class SuppressionKind : std::uint8_t { kLine, kFile, kStart, kEnd };

/// What is wrong with a suppression, whatever it would have covered.
enum class SuppressionFault : std::uint8_t {
  kNone,
  kUnknownForm,  ///< `stackfit-ignore-next-line`
  kNoDate,       ///< `until 31.1.2027`
  kBelowCode,    ///< a `stackfit-ignore-file` that does not stand at the top
  kUnpaired,     ///< a start without its end, or an end without its start
};

/// One rule that a comment of the code suppresses; a comment that names three makes three of these.
struct Suppression {
  SuppressionKind kind = SuppressionKind::kLine;
  SuppressionFault fault = SuppressionFault::kNone;
  std::string word;    ///< the directive as written: `stackfit-ignore-start`
  std::string rule;    ///< as written; "" when the comment names none
  std::string reason;  ///< its author's words; "" when there are none
  std::string until;   ///< last day on which it holds, ISO; "" for ever; as written with kNoDate
  Span span;           ///< of the rule's name, or of the directive's word
  std::string scope;   ///< of the place it stands in
  bool first = true;   ///< false for the second and further rules of one comment
  /// The lines in which findings are suppressed; 0, 0: none.
  std::uint32_t from_line = 0, to_line = 0;
};
template <class Archive>
void describe(Archive& archive, Suppression& s) {
  archive(s.kind, s.fault, s.word, s.rule, s.reason, s.until, s.span, s.scope, s.first, s.from_line,
          s.to_line);
}

/// More than these in one file are not read.
inline constexpr std::size_t kMostSuppressions = 10'000;

/// The suppressions in the comments of a source file, in source order. A comment covers its line
/// or, standing by itself, the next line of code; if a declaration begins there (function, class,
/// method, `const f = () => …`, export, decorated definition) all of it, and otherwise the
/// statement up to its body. Costs a search of the source where there are none, and O(n log n)
/// elsewhere.
std::vector<Suppression> find_suppressions(const SyntaxTree& tree);

/// The same for a manifest, lockfile or CI file of a format that has comments (`format` as in
/// ManifestFacts): TOML, YAML, requirements, INI, Dockerfile and the like. A comment covers its
/// line, or standing by itself the next line that holds something. JSON has no comments.
std::vector<Suppression> find_suppressions(std::string_view format, std::string_view text);

}  // namespace stackfit
