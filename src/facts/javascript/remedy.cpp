// Which advice fits a chain. A chain of events, promises, control-flow steps or timers has one
// answer; completion callbacks are asked one by one, because util.promisify is right only for an
// error-first callback in last position with one value, and wrong advice is worse than none.
#include "facts/javascript/remedy.h"

#include <algorithm>
#include <cstdlib>
#include <map>

namespace stackfit {
namespace {

// Chains are a few levels deep; beyond that the advice is clear from the first ones.
constexpr std::size_t kMostLinksRead = 8;

struct LinkQuestion {
  const SyntaxTree& tree;
  const CallbackKinds& kinds;
  std::span<const CallbackFact> links;
  std::size_t at = 0;
  Consumer consumer;
  Parameters parameters;
};

bool uses_own_this(const SyntaxTree& tree, NodeId function) {
  if (tree.kind(function) == Kind::kArrowFunction) return false;
  for (NodeId id = function + 1; id < tree[function].after;) {
    if (is_function(tree.kind(id)) && tree.kind(id) != Kind::kArrowFunction) {
      id = tree[id].after;
      continue;
    }
    if (tree.kind(id) == Kind::kThis) return true;
    if (tree.kind(id) == Kind::kIdentifier && tree.text(id) == "arguments") return true;
    ++id;
  }
  return false;
}

bool result_used_or_this(const LinkQuestion& link) {
  NodeId call = wrapped(link.tree, link.consumer.call), up = link.tree.parent(call);
  Kind kind = up == kNoNode ? Kind::kOther : link.tree.kind(up);
  bool kept = kind == Kind::kVariableDeclarator || kind == Kind::kMemberExpression ||
              (kind == Kind::kAssignmentExpression && link.tree[call].field == Field::kRight);
  bool bound =
      link.tree.kind(link.tree.parent(link.links[link.at].value)) == Kind::kMemberExpression;
  return kept || (!bound && uses_own_this(link.tree, link.links[link.at].function));
}

bool no_error_parameter(const LinkQuestion& link) {
  if (link.consumer.takes_error || link.consumer.key != kNoNode) return !link.consumer.takes_error;
  return link.parameters.count > 0 && !link.kinds.is_error_name(link.parameters.first) &&
         link.parameters.first != "e" && !link.parameters.first.starts_with('_');
}

bool three_parameters(const LinkQuestion& link) {
  return link.parameters.count >= 3 && !link.kinds.is_customised(link.consumer.callee.last);
}

// `User.findOne(…).exec(…)`
bool built_query(const LinkQuestion& link) {
  return link.consumer.callee.receiver_called;
}

bool method(const LinkQuestion& link) {
  return link.consumer.callee.member && !link.consumer.callee.imported;
}

// An inner callback reads a parameter of one around it.
bool uses_outer_bindings(const LinkQuestion& link) {
  const auto& links = link.links;
  for (std::size_t i = 0; i + 1 < std::min(links.size(), kMostLinksRead); ++i) {
    auto outer = parameters_of(link.tree, links[i].function);
    if (outer.first.empty()) continue;
    for (NodeId id : subtree(link.tree, links[i + 1].function))
      if (link.tree.kind(id) == Kind::kIdentifier &&
          (link.tree.text(id) == outer.first || link.tree.text(id) == outer.second))
        return true;
  }
  return false;
}

using Test = bool (*)(const LinkQuestion&);
struct NamedTest {
  std::string_view name;
  Test test;
};
constexpr NamedTest kTests[] = {
    {"uses-outer-bindings", uses_outer_bindings},
    {"result-used-or-this", result_used_or_this},
    {"no-error-parameter", no_error_parameter},
    {"three-parameters", three_parameters},
    {"built-query", built_query},
    {"method", method},
};

struct RemedyRow {
  std::string id, shape, test;
  NameSet roots, names;
};

const std::vector<RemedyRow>& remedy_rows() {
  static const std::vector<RemedyRow> kRows = [] {
    std::vector<RemedyRow> rows;
    for (const auto& row : data_rows("data/callback-remedies.toml", "remedy"))
      rows.push_back({row.text("id"), row.text("shape"), row.text("test"), row.names("roots"),
                      row.names("names")});
    return rows;
  }();
  return kRows;
}

bool passes(const std::string& name, const LinkQuestion& link) {
  for (const auto& row : kTests)
    if (row.name == name) return row.test(link);
  std::abort();  // the table names a test that does not exist
}

bool fits(const RemedyRow& row, const LinkQuestion& link) {
  const Callee& callee = link.consumer.callee;
  bool root = row.roots.empty() || row.roots.count(callee.root) > 0;
  bool name = row.names.empty() || row.names.count(callee.last) > 0;
  if (!root || !name) return false;
  return row.test.empty() || passes(row.test, link);
}

const RemedyRow* first_fitting(std::string_view shape, const LinkQuestion& link) {
  for (const auto& row : remedy_rows())
    if (row.shape == shape && fits(row, link)) return &row;
  return nullptr;
}

}  // namespace

std::string remedy_of(const SyntaxTree& tree, const ModuleNames& modules,
                      const CallbackKinds& kinds, const std::string& shape,
                      std::span<const CallbackFact> links) {
  std::map<std::string_view, int> votes;
  bool mixed = shape == "mixed";
  for (std::size_t i = 0; i < std::min(links.size(), kMostLinksRead); ++i) {
    const auto& family = kinds.rows()[links[i].row].family;
    if (links[i].weight == 0 || (!mixed && family != shape)) continue;
    LinkQuestion link{tree,
                      kinds,
                      links,
                      i,
                      consumer_of(tree, modules, kinds, links[i].value),
                      parameters_of(tree, links[i].function)};
    if (const auto* row = first_fitting(family, link)) ++votes[row->id];
  }
  // The most frequent one; among equals the one that stands first in the table.
  std::string best;
  int most = 0;
  for (const auto& row : remedy_rows())
    if (auto at = votes.find(row.id); at != votes.end() && at->second > most)
      best = row.id, most = at->second;
  return best;
}

}  // namespace stackfit
