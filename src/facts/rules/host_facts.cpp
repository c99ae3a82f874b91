#include "facts/rules/host_facts.h"

#include <fmt/format.h>

#include <algorithm>

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

// The name stands where the script knows that there is a browser, or makes the name itself.
bool host_checked(const FileView& file, const Test&, NodeId node) {
  const SyntaxTree& tree = file.tree;
  auto name = tree.text(node);
  for (auto global : {"global", "globalThis"})
    if (tree.source().find(fmt::format("{}.{} =", global, name)) != std::string_view::npos)
      return true;
  // A guard at the top of a function: `if (typeof window === "undefined") return;`
  NodeId at = tree.parent(node);
  for (int steps = 0; at != kNoNode && steps < kMostAncestors; ++steps, at = tree.parent(at)) {
    Kind kind = tree.kind(at);
    if (kind == Kind::kTryStatement) return true;
    if (is_choice(kind) || is_function(kind) || kind == Kind::kStatementBlock) {
      if (asks_for(tree.text(at), name) || asks_for(tree.text(at), "window")) return true;
    }
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
