#include "facts/rules/host_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "facts/javascript/consumer.h"
#include "facts/javascript/script.h"
#include "facts/rules/file_tables.h"

namespace stackfit {
namespace {

constexpr int kMostAncestors = 500;
constexpr std::size_t kMostText = 2000;

bool server_script(const FileView& file, const Test&, NodeId) {
  return is_server_script(file.imports, file.tables.hosts);
}

// `typeof window`: somebody has thought of the other host.
bool asks_for(std::string_view text, std::string_view name) {
  text = text.substr(0, kMostText);
  auto typeof_name = fmt::format("typeof {}", name);
  return text.find(typeof_name) != std::string_view::npos;
}

// `page.evaluate(() => document.title)`: the function runs in the browser that is driven.
bool runs_in_driven_browser(const FileView& file, NodeId function) {
  const SyntaxTree& tree = file.tree;
  if (file.tables.hosts.driven_functions.count(function_name(tree, function)) > 0) return true;
  auto consumer = consumer_of(tree, file.modules, file.kinds, function);
  return consumer.role != CallbackRole::kNone &&
         file.tables.hosts.driven_functions.count(consumer.callee.last) > 0;
}

bool is_choice(Kind kind) {
  return kind == Kind::kIfStatement || kind == Kind::kTernaryExpression ||
         kind == Kind::kBinaryExpression;
}

bool is_word(char c) {
  return c == '_' || c == '$' || std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// `Meteor.isClient && ready`: the whole word, at the end of a dotted name too.
bool asks_where(std::string_view condition, const std::vector<std::string>& guards) {
  condition = condition.substr(0, kMostText);
  return std::any_of(guards.begin(), guards.end(), [&](const std::string& guard) {
    for (auto at = condition.find(guard); at != std::string_view::npos;
         at = condition.find(guard, at + 1)) {
      auto end = at + guard.size();
      bool whole = (at == 0 || !is_word(condition[at - 1])) &&
                   (end == condition.size() || !is_word(condition[end]));
      if (whole) return true;
    }
    return false;
  });
}

std::string_view condition_of(const SyntaxTree& tree, NodeId choice) {
  auto field = tree.kind(choice) == Kind::kBinaryExpression ? Field::kLeft : Field::kCondition;
  NodeId condition = tree.child(choice, field);
  return condition == kNoNode ? std::string_view() : tree.text(condition);
}

// `if (Meteor.isServer) return;` before what the block does at `inner`.
bool asked_where_before(const FileView& file, NodeId block, NodeId inner) {
  const SyntaxTree& tree = file.tree;
  for (NodeId at = first_named(tree, block); at != kNoNode && at != inner;
       at = next_named(tree, at)) {
    if (tree.kind(at) != Kind::kIfStatement) continue;
    if (asks_where(condition_of(tree, at), file.tables.hosts.guards)) return true;
  }
  return false;
}

// The name stands where the script knows that there is a browser, or makes the name itself.
bool host_checked(const FileView& file, const Test&, NodeId node) {
  const SyntaxTree& tree = file.tree;
  auto name = tree.text(node);
  for (auto global : {"global", "globalThis"})
    if (tree.source().find(fmt::format("{}.{} =", global, name)) != std::string_view::npos)
      return true;
  // A guard at the top of a function: `if (typeof window === "undefined") return;`
  NodeId inner = node;
  NodeId at = tree.parent(node);
  for (int steps = 0; at != kNoNode && steps < kMostAncestors;
       ++steps, inner = at, at = tree.parent(at)) {
    Kind kind = tree.kind(at);
    if (kind == Kind::kTryStatement) return true;
    if (is_choice(kind) || is_function(kind) || kind == Kind::kStatementBlock) {
      if (asks_for(tree.text(at), name) || asks_for(tree.text(at), "window")) return true;
    }
    if (is_choice(kind) && asks_where(condition_of(tree, at), file.tables.hosts.guards))
      return true;
    if (kind == Kind::kStatementBlock && asked_where_before(file, at, inner)) return true;
    if (is_function(kind) && runs_in_driven_browser(file, at)) return true;
  }
  return false;
}

}  // namespace

const std::vector<FilePredicate>& host_predicates() {
  static const std::vector<FilePredicate> kRows = {
      {"server-script?", 0, 0, server_script},
      {"host-checked?", 0, 0, host_checked},
  };
  return kRows;
}

}  // namespace stackfit
