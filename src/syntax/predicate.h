#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "syntax/query_parser.h"
#include "syntax/syntax_tree.h"

namespace re2 {
class RE2;
}

namespace stackfit {

inline constexpr std::uint32_t kNoCapture = 0xFFFFFFFF;

struct FreePattern {
  void operator()(re2::RE2* regex) const;
};

/// One predicate of a query, ready to be asked about a node.
struct Test {
  std::string name;                  ///< of its table row: `match?` also for `#not-match?`
  std::uint32_t capture = 0;         ///< whose nodes it is asked about
  bool negated = false;              ///< `#not-…`
  bool any = false;                  ///< `#any-…`: one of the capture's nodes is enough
  std::uint32_t other = kNoCapture;  ///< a second capture to compare with
  std::vector<std::string> texts;
  std::vector<Kind> kinds;
  std::uint32_t number = 0;
  std::unique_ptr<re2::RE2, FreePattern> regex;
  bool (*holds)(const Test&, const SyntaxTree&, NodeId) = nullptr;  ///< null: not one of ours
};

/// Reads a predicate: a capture first, then what its row of the table takes. `captures` are the
/// names of the query's captures, `foreign` the predicates that whoever runs the query answers
/// itself. Fails with kConfig; `hint` names the nearest predicate.
Result<Test> make_test(const QueryPredicate& predicate, const std::vector<std::string>& captures,
                       const std::vector<std::string_view>& foreign);

/// True for `#set! …` and other directives, which say something and test nothing.
bool is_directive(const QueryPredicate& predicate);

/// The name of a predicate without `not-` and `any-`, as far as the table knows them.
std::string_view base_predicate(std::string_view name, bool& negated, bool& any);

/// Names of the predicates that need nothing but the tree.
std::vector<std::string_view> tree_predicates();

/// The number of a kind by its name in any grammar, named kinds first; kOther when none has it.
Kind kind_by_name(std::string_view name);

}  // namespace stackfit
