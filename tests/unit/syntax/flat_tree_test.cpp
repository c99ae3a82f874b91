// The walk over the runtime's own arrays against a TSTreeCursor, on every source at hand and on
// texts that do not parse.
#include "syntax/flat_tree.h"

#include <tree_sitter/api.h>

#include "rules/rule_set.h"
#include "support/catch.h"
#include "syntax/syntax_tree.h"

using namespace stackfit;

namespace {

std::vector<Node> by_cursor(const Language& language, const TSTree* tree) {
  std::vector<Node> nodes;
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  NodeId parent = kNoNode;
  for (bool going = true; going;) {
    TSNode raw = ts_tree_cursor_current_node(&cursor);
    auto symbol = ts_node_symbol(raw);
    auto id = static_cast<NodeId>(nodes.size());
    Node node;
    node.start = ts_node_start_byte(raw);
    node.end = ts_node_end_byte(raw);
    node.parent = parent;
    node.after = id + 1;
    if (ts_node_is_error(raw))
      node.kind = Kind::kError;
    else if (symbol < language.kind_of_symbol.size())
      node.kind = language.kind_of_symbol[symbol];
    node.field = language.field_of_id[ts_tree_cursor_current_field_id(&cursor)];
    node.flags = static_cast<std::uint8_t>(
        (ts_node_is_named(raw) ? SyntaxTree::kNamed : 0) |
        (ts_node_is_error(raw) || ts_node_is_missing(raw) ? SyntaxTree::kBroken : 0) |
        (ts_node_is_extra(raw) ? SyntaxTree::kExtra : 0));
    nodes.push_back(node);
    if (ts_tree_cursor_goto_first_child(&cursor)) {
      parent = id;
      continue;
    }
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      going = ts_tree_cursor_goto_parent(&cursor);
      if (!going) break;
      nodes[parent].after = static_cast<NodeId>(nodes.size());
      parent = nodes[parent].parent;
    }
  }
  ts_tree_cursor_delete(&cursor);
  return nodes;
}

bool same(const Node& a, const Node& b) {
  return a.start == b.start && a.end == b.end && a.parent == b.parent && a.after == b.after &&
         a.kind == b.kind && a.field == b.field && a.flags == b.flags;
}

std::size_t compare(Parser& parser, std::string_view source) {
  std::size_t nodes = 0;
  for (const auto& language : languages()) {
    auto tree = parser.parse(language, source);
    REQUIRE(tree);
    auto expected = by_cursor(language, tree->raw());
    INFO(language.name << "\n" << source);
    REQUIRE(expected.size() == tree->size());
    for (NodeId id = 0; id < tree->size(); ++id)
      if (!same(expected[id], (*tree)[id])) FAIL("node " << id << " differs");
    nodes += tree->size();
  }
  return nodes;
}

}  // namespace

TEST_CASE("the flat tree holds what a cursor visits, of every example in every grammar") {
  auto rules = load_rules({});
  REQUIRE(rules);
  Parser parser;
  std::size_t nodes = 0;
  for (const auto& rule : rules->rules)
    for (const auto& example : rule.examples)
      for (const auto& file : example.files) nodes += compare(parser, file.text);
  CHECK(nodes > 10'000);
  for (std::string_view odd :
       {"", " ", "\n\n// c", "f(", "}}}", "a ? : b", "class { x = ; }", "def f(:\n  x\n",
        "`${`${a}`}`", "<a b={c}>d</a>", "if x:\n\tpass\n  else", "/* c */ x // d"})
    compare(parser, odd);
}
