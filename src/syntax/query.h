#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "syntax/pattern.h"
#include "syntax/predicate.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// One match of a query: which of its patterns, the place of its `@hit`, and all that it captured.
struct QueryMatch {
  std::uint32_t pattern = 0;
  NodeId hit = kNoNode;
  Captures captures;
};

struct QueryRun {
  std::vector<QueryMatch> matches;  ///< in source order of their hits, one for each hit
  bool cut = false;                 ///< a limit ended the search: there may be more
};

/// A text that must occur in the source for a pattern to match anywhere in it.
struct RequiredText {
  std::string text;
  bool whole_word = false;  ///< as a whole identifier, not as part of a longer one
};
/// One of these must occur.
using RequiredTexts = std::vector<RequiredText>;

/// Answers a predicate that is not among tree_predicates(), without its negation.
using AskFile = std::function<bool(const Test& test, NodeId node)>;

/// A tree-sitter query with its predicates (syntax/predicate.h). A predicate must hold for every
/// node of its capture (with `any-` for one of them); for a capture that is not part of the match
/// it holds. Queries our own matcher knows are ready at once; others are compiled by tree-sitter
/// when they are first run, which takes tens of milliseconds on a large grammar.
class Query {
 public:
  /// `foreign` names the predicates an AskFile answers. Fails with kConfig, `where` being the line
  /// of the query, on a syntax error, a kind or field no grammar has, an unknown predicate, a bad
  /// regular expression, or when there is no @hit.
  static Result<Query> compile(const Language& language, std::string_view text,
                               const std::vector<std::string_view>& foreign = {});
  Query(Query&&) noexcept;
  Query& operator=(Query&&) noexcept;
  ~Query();

  /// All matches. Stops early, with what was found, after a number of steps in proportion to the
  /// tree, or after `cpu_seconds` where tree-sitter does the matching.
  QueryRun run(const SyntaxTree& tree, const AskFile& ask = {}, double cpu_seconds = 0.5) const;

  /// The same by tree-sitter's matcher, whatever the query: to compare the two. Nothing when
  /// tree-sitter refuses the query, as it does when a part of it can match nothing in the grammar.
  std::optional<QueryRun> run_by_tree_sitter(const SyntaxTree& tree, const AskFile& ask = {},
                                             double cpu_seconds = 0.5) const;

  /// Compiles what run() would compile. Fails as compile() does.
  Result<void> check() const;
  /// False when tree-sitter does the matching.
  bool own() const;
  std::size_t patterns() const;
  const std::vector<std::string>& capture_names() const;
  /// The predicates of a pattern.
  const std::vector<Test>& tests(std::uint32_t pattern) const;
  /// What `#set! key "value"` says of a pattern.
  const std::map<std::string, std::string>& settings(std::uint32_t pattern) const;

 private:
  friend class QueryWalk;
  struct Compiled;
  explicit Query(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

/// Queries of one language that are run together: one walk over the tree serves all that our own
/// matcher knows, however many they are.
class QueryWalk {
 public:
  /// The queries must outlive the walk.
  explicit QueryWalk(std::vector<const Query*> queries);
  /// One result for each query, as Query::run gives it. `wanted(i)` may keep a query from running.
  std::vector<QueryRun> run(const SyntaxTree& tree, const AskFile& ask,
                            const std::function<bool(std::size_t)>& wanted) const;

 private:
  struct Entry {
    std::uint32_t query;
    std::uint32_t pattern;
  };
  std::vector<const Query*> queries_;
  std::vector<std::vector<Entry>> by_kind_;
  std::vector<Entry> at_any_;  // patterns that can start anywhere
};

/// For each pattern of a query, lists of texts of which one each must occur in a source: read off
/// the predicates, without compiling the query. A query that does not parse requires nothing.
std::vector<std::vector<RequiredTexts>> requirements_of(std::string_view query);

/// The literal texts of which one occurs in every match of a regular expression that is an
/// alternation of literals, `^(a|b\.c)$`; empty when it is anything else. Whole words if anchored
/// at both ends.
RequiredTexts texts_required_by(std::string_view regex);

}  // namespace stackfit
