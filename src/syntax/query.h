#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "syntax/syntax_tree.h"

struct TSQuery;

namespace stackfit {

/// One match of a query: which of its patterns, and the place of its `@hit` capture.
struct QueryHit {
  std::uint32_t pattern = 0;
  NodeId node = kNoNode;
};

/// A text that must occur in the source for a pattern to match anywhere in it.
struct RequiredText {
  std::string text;
  bool whole_word = false;  ///< as a whole identifier, not as part of a longer one
};
/// One of these must occur.
using RequiredTexts = std::vector<RequiredText>;

/// A compiled tree-sitter query with its predicates, which tree-sitter's C library only stores:
/// #eq?, #any-of?, #match? (RE2) and their `not-` forms. A predicate must hold for every node of
/// its capture; for a capture that is not part of the match it holds.
class Query {
 public:
  /// Fails with kConfig and the offset on a query the grammar does not know, an unknown predicate,
  /// a bad regular expression, or when there is no @hit.
  static Result<Query> compile(const Language& language, std::string_view text);
  Query(Query&&) noexcept;
  Query& operator=(Query&&) noexcept;
  ~Query();

  /// All matches in source order. Stops early, with what was found, after `cpu_seconds`; patterns
  /// that need more than a fixed number of matches in progress lose the oldest ones.
  std::vector<QueryHit> run(const SyntaxTree& tree, double cpu_seconds = 0.5) const;

 private:
  struct Compiled;
  explicit Query(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

/// For each pattern of a query, lists of texts of which one each must occur in a source: read off
/// the predicates, without compiling the query, which takes some 5 ms on a large grammar.
std::vector<std::vector<RequiredTexts>> requirements_of(std::string_view query);

/// The literal texts of which one occurs in every match of a regular expression that is an
/// alternation of literals, `^(a|b\.c)$`; empty when it is anything else. Whole words if anchored
/// at both ends.
RequiredTexts texts_required_by(std::string_view regex);

}  // namespace stackfit
