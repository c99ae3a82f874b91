// A matcher for the queries that rules are made of. tree-sitter's own compiles a query in some 40
// ms on the larger grammars, because it works out where every pattern may fail, and walks its own
// tree once for each query; this one compiles in microseconds and looks at a node only if some
// pattern starts with its kind. What it does not know (quantifiers, groups of siblings),
// tree-sitter does: see query.cpp. A test compares the two on every query there is.
#include "syntax/pattern.h"

#include <algorithm>

namespace stackfit {
namespace {

class Compiler {
 public:
  explicit Compiler(std::vector<std::string>& names) : names_(names) {}

  std::optional<Pattern> compile(const QueryNode& root) {
    add(root);
    if (!known_) return std::nullopt;
    return std::move(pattern_);
  }

 private:
  std::uint32_t add(const QueryNode& node) {
    auto index = static_cast<std::uint32_t>(pattern_.steps.size());
    pattern_.steps.emplace_back();
    if (node.quantifier != 0 || node.special || node.what == QueryNode::What::kGroup)
      known_ = false;
    PatternStep step = make_step(node);
    for (const auto& child : node.children) step.children.push_back(add(child));
    pattern_.steps[index] = std::move(step);
    return index;
  }

  PatternStep make_step(const QueryNode& node) {
    PatternStep step;
    step.anchored = node.anchored;
    step.last_anchored = node.last_anchored;
    if (!node.field.empty()) step.field = field(node.field);
    for (const auto& name : node.absent_fields) step.absent_fields.push_back(field(name));
    for (const auto& name : node.captures) step.captures.push_back(capture(name));
    switch (node.what) {
      case QueryNode::What::kNamed:
      case QueryNode::What::kToken:
        step.kind = kind_named(node.name, node.what == QueryNode::What::kNamed);
        known_ = known_ && step.kind != Kind::kOther;
        break;
      case QueryNode::What::kAny:
        step.shape = PatternStep::Shape::kAny;
        break;
      case QueryNode::What::kAnyNamed:
        step.shape = PatternStep::Shape::kAnyNamed;
        break;
      case QueryNode::What::kAlternation:
      case QueryNode::What::kGroup:
        step.shape = PatternStep::Shape::kAlternation;
        break;
    }
    return step;
  }

  Field field(const std::string& name) {
    Field found = field_named(name);
    known_ = known_ && found != Field::kNone;
    return found;
  }

  std::uint32_t capture(const std::string& name) {
    auto at = std::find(names_.begin(), names_.end(), name);
    if (at == names_.end()) at = names_.insert(at, name);
    return static_cast<std::uint32_t>(at - names_.begin());
  }

  std::vector<std::string>& names_;
  Pattern pattern_;
  bool known_ = true;
};

class Search {
 public:
  Search(const Pattern& pattern, const SyntaxTree& tree, MatchSink& sink, std::uint64_t& budget,
         Captures& captures)
      : pattern_(pattern), tree_(tree), sink_(sink), budget_(budget), captures_(captures) {}

  void at(NodeId node) { enter(0, node, nullptr); }

 private:
  // The children of a matched node that are still to be found, and what is to be found after them.
  struct Goal {
    const PatternStep* parent;
    std::size_t next;  // of the parent's children
    NodeId from;       // first sibling to look at
    const Goal* rest;
  };

  bool looks_like(const PatternStep& step, NodeId node) const {
    if (step.field != Field::kNone && tree_[node].field != step.field) return false;
    switch (step.shape) {
      case PatternStep::Shape::kKind:
        if (tree_.kind(node) != step.kind) return false;
        break;
      case PatternStep::Shape::kAnyNamed:
        if (!tree_.named(node)) return false;
        [[fallthrough]];
      case PatternStep::Shape::kAny:
        if (tree_.kind(node) == Kind::kError) return false;
        break;
      case PatternStep::Shape::kAlternation:
        break;
    }
    return std::none_of(step.absent_fields.begin(), step.absent_fields.end(),
                        [&](Field field) { return tree_.child(node, field) != kNoNode; });
  }

  // Both return true to end the whole search.
  bool enter(std::uint32_t index, NodeId node, const Goal* rest) {
    const PatternStep& step = pattern_.steps[index];
    if (budget_ == 0) return true;
    --budget_;
    if (!looks_like(step, node)) return false;
    auto before = captures_.size();
    for (auto name : step.captures) {
      captures_.push_back({name, node});
      if (sink_.allows(captures_.back())) continue;
      captures_.resize(before);
      return false;
    }
    bool over = step.shape == PatternStep::Shape::kAlternation ? enter_one(step, node, rest)
                                                               : descend(step, node, rest);
    captures_.resize(before);
    return over;
  }

  bool enter_one(const PatternStep& step, NodeId node, const Goal* rest) {
    return std::any_of(step.children.begin(), step.children.end(),
                       [&](std::uint32_t choice) { return enter(choice, node, rest); });
  }

  bool descend(const PatternStep& step, NodeId node, const Goal* rest) {
    if (step.children.empty()) return solve(rest);
    Goal goal{&step, 0, tree_.first_child(node), rest};
    return solve(&goal);
  }

  bool solve(const Goal* goal) {
    if (!goal) return sink_.take(captures_);
    if (goal->next == goal->parent->children.size()) {
      if (goal->parent->last_anchored && has_named_from(goal->from)) return false;
      return solve(goal->rest);
    }
    auto child = goal->parent->children[goal->next];
    bool anchored = pattern_.steps[child].anchored;
    for (NodeId at = goal->from; at != kNoNode; at = tree_.next_sibling(at)) {
      Goal after{goal->parent, goal->next + 1, tree_.next_sibling(at), goal->rest};
      if (enter(child, at, &after)) return true;
      if (anchored && tree_.named(at)) return false;
    }
    return false;
  }

  bool has_named_from(NodeId at) const {
    while (at != kNoNode && !tree_.named(at)) at = tree_.next_sibling(at);
    return at != kNoNode;
  }

  const Pattern& pattern_;
  const SyntaxTree& tree_;
  MatchSink& sink_;
  std::uint64_t& budget_;
  Captures& captures_;
};

}  // namespace

std::optional<Pattern> compile_pattern(const QueryNode& root, std::vector<std::string>& names) {
  return Compiler(names).compile(root);
}

std::vector<Kind> root_kinds(const Pattern& pattern) {
  std::vector<Kind> kinds;
  std::vector<std::uint32_t> open = {0};
  while (!open.empty()) {
    const PatternStep& step = pattern.steps[open.back()];
    open.pop_back();
    if (step.shape == PatternStep::Shape::kAlternation)
      open.insert(open.end(), step.children.begin(), step.children.end());
    else if (step.shape == PatternStep::Shape::kKind)
      kinds.push_back(step.kind);
    else
      return {};
  }
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  return kinds;
}

void match_pattern(const Pattern& pattern, const SyntaxTree& tree, NodeId node, MatchSink& sink,
                   std::uint64_t& budget, Captures& captures) {
  Search(pattern, tree, sink, budget, captures).at(node);
}

}  // namespace stackfit
