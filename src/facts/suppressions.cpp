// Which lines a comment speaks for. People put a suppression where the report points: behind the
// line, or above it; and where the thing that is all right has a name, above its declaration. A
// declaration is covered whole, so that its lines may move; any other statement up to its body, so
// that a comment above `app.get(…, function () {` does not silence what the function does.
#include "facts/suppressions.h"

#include <algorithm>
#include <unordered_map>

#include "facts/placed_comments.h"
#include "facts/scope.h"
#include "facts/statement.h"
#include "facts/suppression_text.h"
#include "syntax/syntax_tree.h"

namespace stackfit {
namespace {

constexpr int kMostDecorators = 64;  // of one member

// A comment with directives, and the line it speaks for.
struct Placed {
  NodeId comment = kNoNode;
  std::uint32_t target = 0;  // 0: no code follows
};

// `{/* … */}` in JSX: braces that hold nothing but the comment are no code.
bool is_comment_brace(const SyntaxTree& tree, NodeId id) {
  NodeId up = tree.parent(id);
  if (tree.named(id) || up == kNoNode || tree.kind(up) != Kind::kJsxExpression) return false;
  for (NodeId at = tree.first_child(up); at != kNoNode; at = tree.next_sibling(at))
    if (tree.named(at) && tree.kind(at) != Kind::kComment) return false;
  return true;
}

// The text of a token without blanks around it (JSX text has them); empty for what is no code.
struct Token {
  std::uint32_t start = 0, end = 0;
};
Token code_token(const SyntaxTree& tree, NodeId id) {
  if (tree.first_child(id) != kNoNode || tree.kind(id) == Kind::kComment) return {};
  if (is_comment_brace(tree, id)) return {};
  auto text = tree.text(id);
  auto first = text.find_first_not_of(" \t\r\n\f");
  if (first == std::string_view::npos) return {};
  auto last = text.find_last_not_of(" \t\r\n\f");
  auto start = tree[id].start;
  return {start + static_cast<std::uint32_t>(first), start + static_cast<std::uint32_t>(last) + 1};
}

bool has_directive(const SyntaxTree& tree, NodeId id) {
  return tree.kind(id) == Kind::kComment &&
         tree.text(id).find(kDirectiveWord) != std::string_view::npos;
}

// The comments with directives. One behind code speaks for its own line, any other for the line of
// the code that follows.
std::vector<Placed> place_comments(const SyntaxTree& tree) {
  std::vector<Placed> placed;
  std::size_t waiting = 0;  // from here on they wait for code
  std::uint32_t code_line = 0;
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (has_directive(tree, id)) {
      bool behind = tree.line(id) == code_line;
      if (behind && waiting == placed.size()) ++waiting;
      placed.push_back({id, behind ? code_line : 0});
    } else if (auto token = code_token(tree, id); token.end > token.start) {
      auto line = tree.line_of(token.start);
      for (; waiting < placed.size(); ++waiting)
        if (placed[waiting].target == 0) placed[waiting].target = line;
      code_line = tree.line_of(token.end - 1);
    }
  }
  return placed;
}

// Where the code begins, after comments, docstring and `"use strict"`.
std::uint32_t code_start(const SyntaxTree& tree) {
  for (NodeId id = tree.first_child(0); id != kNoNode; id = tree.next_sibling(id)) {
    Kind kind = tree.kind(id);
    if (kind == Kind::kComment || kind == Kind::kHashBangLine) continue;
    NodeId only = tree.first_child(id);
    if (kind == Kind::kExpressionStatement && only != kNoNode && tree.kind(only) == Kind::kString)
      continue;
    return tree[id].start;
  }
  return UINT32_MAX;
}

class Collector {
 public:
  explicit Collector(const SyntaxTree& tree) : tree_(tree), code_start_(code_start(tree)) {}

  std::vector<Suppression> collect() {
    auto placed = place_comments(tree_);
    for (const Placed& one : placed)
      if (one.target != 0) targets_[one.target] = {one.target, one.target};
    widen_targets();
    std::vector<PlacedComment> comments;
    for (const Placed& one : placed) comments.push_back(placed_comment(one));
    return read_suppressions(comments);
  }

 private:
  void widen_targets() {
    for (NodeId id = 0; id < tree_.size(); ++id)
      if (is_body(tree_.kind(id))) bodies_.push_back(id);
    for (NodeId id = 0; id < tree_.size(); ++id) {
      if (!tree_.named(id)) continue;
      if (tree_.kind(id) == Kind::kDecorator)
        widen_decorated(id);
      else if (is_declaration(tree_, id))
        widen(tree_.line(id), id);
      else if (is_statement(tree_, id))
        widen_statement(id);
    }
    for (NodeId body : bodies_) widen_by_opening(body);
  }

  void widen(std::uint32_t line, NodeId whole) {
    auto at = targets_.find(line);
    if (at != targets_.end() && whole != kNoNode)
      at->second.to = std::max(at->second.to, last_line(whole));
  }

  // A declaration broken over several lines is meant by the line on which its body opens, too.
  void widen_by_opening(NodeId body) {
    NodeId owner = tree_.parent(body);
    if (owner == kNoNode || tree_[body].field != Field::kBody || !is_declared(tree_, owner)) return;
    NodeId before = kNoNode;  // Python's block starts below the colon
    for (NodeId at = tree_.first_child(owner); at < body; at = tree_[at].after)
      if (tree_.kind(at) != Kind::kComment) before = at;
    bool braces = tree_.kind(body) != Kind::kBlock || before == kNoNode;
    auto opening = braces ? tree_.line(body) : last_line(before);
    if (opening == tree_.line(owner)) return;
    auto at = targets_.find(opening);
    if (at == targets_.end()) return;
    at->second.from = std::min(at->second.from, tree_.line(owner));
    at->second.to = std::max(at->second.to, last_line(owner));
  }

  NodeId first_body(NodeId id) const {
    auto at = std::lower_bound(bodies_.begin(), bodies_.end(), id);
    return at != bodies_.end() && *at < tree_[id].after ? *at : kNoNode;
  }

  void widen_statement(NodeId id) {
    auto first = tree_.line(id), last = last_line(id);
    auto at = targets_.find(first);
    NodeId body = first_body(id);
    if (at != targets_.end()) {
      auto end = body == kNoNode ? last : std::min(last, tree_.line(body));
      at->second.to = std::max(at->second.to, end);
    }
    // Formatters move a comment to the last line of a statement they break.
    auto end = first == last || body != kNoNode ? targets_.end() : targets_.find(last);
    if (end != targets_.end()) end->second.from = std::min(end->second.from, first);
  }

  std::uint32_t last_line(NodeId id) const {
    return tree_.line_of(std::max(tree_[id].start, tree_[id].end - 1));
  }

  // In TypeScript's classes a decorator stands before the member, elsewhere inside of what it
  // decorates.
  void widen_decorated(NodeId decorator) {
    auto line = tree_.line(decorator);
    NodeId up = tree_.parent(decorator);
    if (targets_.count(line) == 0 || up == kNoNode) return;
    if (tree_.kind(up) != Kind::kClassBody) return widen(line, up);
    NodeId next = tree_.next_sibling(decorator);
    for (int steps = 0; next != kNoNode && steps < kMostDecorators; ++steps) {
      if (tree_.kind(next) != Kind::kDecorator && tree_.kind(next) != Kind::kComment) break;
      next = tree_.next_sibling(next);
    }
    widen(line, next);
  }

  PlacedComment placed_comment(const Placed& placed) const {
    PlacedComment comment;
    comment.text = tree_.text(placed.comment);
    auto place = tree_.span(placed.comment);
    comment.line = place.line;
    comment.column = place.column;
    comment.at_top = tree_[placed.comment].start < code_start_;
    auto target = targets_.find(placed.target);
    auto lines = target == targets_.end() ? LineRange{place.line, place.line} : target->second;
    comment.covers = {std::min(place.line, lines.from), std::max(place.line, lines.to)};
    comment.scope = scope_chain(scopes_, placed.comment);
    return comment;
  }

  const SyntaxTree& tree_;
  const std::uint32_t code_start_;
  const Scopes scopes_ = named_scopes(tree_);
  std::unordered_map<std::uint32_t, LineRange> targets_;
  std::vector<NodeId> bodies_;
};

}  // namespace

std::vector<Suppression> find_suppressions(const SyntaxTree& tree) {
  if (tree.source().find(kDirectiveWord) == std::string_view::npos) return {};
  return Collector(tree).collect();
}

}  // namespace stackfit
