#include "facts/rules/function_shape.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "facts/fit/handlers.h"
#include "rules/rule_set.h"
#include "syntax/line_counter.h"

namespace stackfit {
namespace {

// The severity of a measure; nothing below every threshold.
std::optional<Severity> severity_of(const Rule& rule, double measure) {
  std::optional<Severity> found;
  for (auto severity : {Severity::kNote, Severity::kWarning, Severity::kError})
    if (auto at = rule.threshold.find(std::string(name_of(severity)));
        at != rule.threshold.end() && measure >= at->second)
      found = severity;
  return found;
}

AnalysisHit hit_at(NodeId node, Severity severity, std::string slot, std::uint32_t value) {
  AnalysisHit hit;
  hit.node = node;
  hit.severity = severity;
  hit.slots[std::move(slot)] = std::to_string(value);
  return hit;
}

struct OpenFunction {
  NodeId node = kNoNode;
  std::uint32_t lines = 0, last_line = 0;
};

bool nests(const SyntaxTree& tree, NodeId id) {
  switch (tree.kind(id)) {
    case Kind::kIfStatement:
      // `else if` is one more choice of the same statement.
      return tree.parent(id) == kNoNode || tree.kind(tree.parent(id)) != Kind::kElseClause;
    case Kind::kForStatement:
    case Kind::kForInStatement:
    case Kind::kWhileStatement:
    case Kind::kDoStatement:
    case Kind::kTryStatement:
    case Kind::kSwitchStatement:
    case Kind::kWithStatement:
      return true;
    default:
      return false;
  }
}

}  // namespace

void find_long_functions(const FileView& file, const Rule& rule, std::vector<AnalysisHit>& hits) {
  const SyntaxTree& tree = file.tree;
  LineCounter counter(tree);
  std::vector<OpenFunction> open;
  auto close = [&] {
    if (auto severity = severity_of(rule, open.back().lines))
      hits.push_back(hit_at(open.back().node, *severity, "lines", open.back().lines));
    open.pop_back();
  };
  for (NodeId id = 0; id < tree.size(); ++id) {
    while (!open.empty() && tree[open.back().node].after <= id) close();
    if (is_function_node(tree.kind(id))) open.push_back({id, 0, 0});
    bool code = tree.first_child(id) == kNoNode && tree.kind(id) != Kind::kComment &&
                tree[id].start != tree[id].end;
    if (!code || open.empty()) continue;
    auto first = counter.line_of(tree[id].start), last = counter.line_of(tree[id].end - 1);
    auto& [node, lines, seen] = open.back();
    if (last <= seen) continue;
    lines += last - std::max(first, seen + 1) + 1;
    seen = last;
  }
  while (!open.empty()) close();
  std::sort(hits.begin(), hits.end(),
            [](const AnalysisHit& a, const AnalysisHit& b) { return a.node < b.node; });
}

void find_deep_blocks(const FileView& file, const Rule& rule, std::vector<AnalysisHit>& hits) {
  const SyntaxTree& tree = file.tree;
  // Per function around the node: how deep each open statement stands, and the deepest of all.
  struct Level {
    NodeId node;
    std::uint32_t depth;
    bool function;
  };
  std::vector<Level> open;
  std::map<NodeId, std::pair<NodeId, std::uint32_t>> deepest;  // by function
  std::vector<NodeId> functions;
  for (NodeId id = 0; id < tree.size(); ++id) {
    while (!open.empty() && tree[open.back().node].after <= id) {
      if (open.back().function) functions.pop_back();
      open.pop_back();
    }
    if (is_function_node(tree.kind(id))) {
      open.push_back({id, 0, true});
      functions.push_back(id);
    } else if (nests(tree, id) && !functions.empty()) {
      auto depth = open.back().depth + 1;
      open.push_back({id, depth, false});
      auto& most = deepest[functions.back()];
      if (depth > most.second) most = {id, depth};
    }
  }
  for (const auto& [function, most] : deepest)
    if (auto severity = severity_of(rule, most.second))
      hits.push_back(hit_at(most.first, *severity, "depth", most.second));
}

}  // namespace stackfit
