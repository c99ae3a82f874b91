#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "syntax/query_parser.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// A captured node of a match.
struct Capture {
  std::uint32_t name = 0;  ///< index among the query's capture names
  NodeId node = kNoNode;
};
using Captures = std::vector<Capture>;

/// One node of a pattern, ready to be compared. Its children follow in `Pattern::steps`.
struct PatternStep {
  enum class Shape : std::uint8_t { kKind, kAny, kAnyNamed, kAlternation };
  Shape shape = Shape::kKind;
  Kind kind = Kind::kOther;
  Field field = Field::kNone;
  bool anchored = false;
  bool last_anchored = false;
  std::vector<std::uint32_t> captures;
  std::vector<Field> absent_fields;
  std::vector<std::uint32_t> children;  ///< indices of steps
};

/// A pattern for our own matcher over the flat tree; step 0 is the root.
struct Pattern {
  std::vector<PatternStep> steps;
};

/// Compiles a pattern: kinds, tokens, fields, wildcards, captures, anchors, absent fields and
/// alternations. Nothing when it asks for more: quantifiers, groups of siblings, MISSING,
/// supertypes, or a name that no grammar knows. `names` are the captures' names; new ones are
/// added.
std::optional<Pattern> compile_pattern(const QueryNode& root, std::vector<std::string>& names);

/// The kinds a match can start at; empty: any.
std::vector<Kind> root_kinds(const Pattern& pattern);

/// Asked about each way the pattern fits; true ends the search at this node.
class MatchSink {
 public:
  virtual ~MatchSink() = default;
  /// May this node be captured so? False cuts the search short.
  virtual bool allows(const Capture& capture) = 0;
  virtual bool take(const Captures& captures) = 0;
};

/// Finds the ways in which the pattern fits at `node`, in source order. Each node looked at takes
/// one from `budget`; at zero the search ends. `captures` is empty room to work in. As in
/// tree-sitter, children match in order with anything between them, and an anchor skips tokens
/// only. The pattern bounds the recursion.
void match_pattern(const Pattern& pattern, const SyntaxTree& tree, NodeId node, MatchSink& sink,
                   std::uint64_t& budget, Captures& captures);

}  // namespace stackfit
