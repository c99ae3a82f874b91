#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace stackfit {

/// One node of a query, as it is written.
struct QueryNode {
  enum class What : std::uint8_t {
    kNamed,        ///< `(identifier)`
    kToken,        ///< `"=>"`
    kAny,          ///< `_`: any node, tokens as well
    kAnyNamed,     ///< `(_)`
    kAlternation,  ///< `[…]`: one of the children
    kGroup,        ///< `((a) (b))`: several siblings
  };
  What what = What::kNamed;
  std::string name;   ///< of the kind or token
  std::string field;  ///< of the parent that it fills, or ""
  std::uint32_t line = 1;
  bool anchored = false;       ///< a `.` stands before it: the next sibling, or the first child
  bool last_anchored = false;  ///< a `.` stands behind its last child
  bool special = false;        ///< MISSING, or a kind with its supertype (`a/b`)
  char quantifier = 0;         ///< `*`, `+`, `?` or none
  std::vector<std::string> captures;
  std::vector<std::string> absent_fields;  ///< `!field`
  std::vector<QueryNode> children;
};

/// `(#name? @capture "text" @other)`, or a `#name!` directive.
struct QueryPredicate {
  std::string name;  ///< without `#`
  std::uint32_t line = 1;
  struct Argument {
    bool capture = false;
    std::string text;
  };
  std::vector<Argument> arguments;
};

struct QueryPattern {
  QueryNode root;
  std::vector<QueryPredicate> predicates;
};

/// Parses a tree-sitter query. Fails with kConfig; `where` is then the line of the query.
Result<std::vector<QueryPattern>> parse_query(std::string_view text);

}  // namespace stackfit
