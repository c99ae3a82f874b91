// The predicates of rule pages that ask what a name means or where code runs. Each is one function
// and one row of the table below.
#include "facts/rules/predicates.h"

#include <algorithm>

#include "facts/javascript/script.h"
#include "facts/javascript/script_host.h"
#include "facts/rules/callback_facts.h"
#include "facts/rules/code_place.h"
#include "facts/rules/host_facts.h"
#include "facts/rules/promise_facts.h"
#include "facts/rules/python_computation.h"
#include "facts/rules/python_facts.h"
#include "facts/rules/python_lists.h"
#include "facts/rules/python_loops.h"
#include "facts/rules/python_memory.h"
#include "facts/rules/regex_risk.h"

namespace stackfit {
namespace {

constexpr int kMostNames = 16;

// The member's name and what it is a member of, for both languages; kNoNode when it is no member.
struct Member {
  NodeId object = kNoNode;
  NodeId name = kNoNode;
};

Member member_of(const SyntaxTree& tree, NodeId node) {
  if (tree.kind(node) == Kind::kMemberExpression)
    return {tree.child(node, Field::kObject), tree.child(node, Field::kProperty)};
  if (tree.kind(node) == Kind::kAttribute)
    return {tree.child(node, Field::kObject), tree.child(node, Field::kAttribute)};
  return {};
}

bool is_call(Kind kind) {
  return kind == Kind::kCallExpression || kind == Kind::kNewExpression || kind == Kind::kCall;
}

// Of a call what is called; anything else itself.
NodeId called(const SyntaxTree& tree, NodeId node) {
  if (!is_call(tree.kind(node))) return node;
  NodeId function = tree.child(node, Field::kFunction);
  return function == kNoNode ? tree.child(node, Field::kConstructor) : function;
}

bool imported_from(const FileView& file, const Test& test, NodeId node) {
  auto module = qualify(file, node).module;
  return !module.empty() &&
         std::find(test.texts.begin(), test.texts.end(), module) != test.texts.end();
}

// `fs.readFile`; `fs.*` is every name of the module, `fs` the module itself.
bool refers_to(const FileView& file, const Test& test, NodeId node) {
  auto name = qualify(file, node);
  if (name.module.empty()) return false;
  return std::any_of(test.texts.begin(), test.texts.end(), [&](std::string_view text) {
    if (!text.starts_with(name.module)) return false;
    auto rest = text.substr(name.module.size());
    if (rest.empty()) return name.path.empty();
    if (rest.front() != '.') return false;
    return rest == ".*" ? !name.path.empty() : rest.substr(1) == name.path;
  });
}

// A name that the file neither imports nor declares: the language's or the platform's.
bool global(const FileView& file, const Test&, NodeId node) {
  auto name = file.tree.text(node);
  return file.modules.count(name) == 0 && is_undeclared(file.tree, name);
}

constexpr std::size_t kAny = 1000;

}  // namespace

Qualified qualify(const FileView& file, NodeId node) {
  const SyntaxTree& tree = file.tree;
  std::string path;
  NodeId at = called(tree, node);
  for (int steps = 0; at != kNoNode && steps < kMostNames; ++steps) {
    if (is_wrapper(tree.kind(at))) at = unwrap(tree, at);
    if (tree.kind(at) == Kind::kIdentifier) {
      auto bound = file.modules.find(tree.text(at));
      if (bound == file.modules.end()) return {};
      auto name = bound->second.name;
      if (name == "default" || name == "*") name = "";
      std::string full(name);
      if (!full.empty() && !path.empty()) full += '.';
      return {bound->second.package, full + path};
    }
    auto [object, name] = member_of(tree, at);
    if (object == kNoNode || name == kNoNode) return {};
    path.insert(0, path.empty() ? "" : ".");
    path.insert(0, tree.text(name));
    at = object;
  }
  return {};
}

const std::vector<FilePredicate>& file_predicates() {
  static const auto kPredicates = [] {
    std::vector<FilePredicate> all = {{"imported-from?", 1, kAny, imported_from},
                                      {"refers-to?", 1, kAny, refers_to},
                                      {"global?", 0, 0, global}};
    for (const auto* rows :
         {&place_predicates(), &callback_predicates(), &promise_predicates(), &host_predicates(),
          &regex_predicates(), &python_predicates(), &python_loop_predicates(),
          &python_list_predicates(), &python_computation_predicates(), &python_memory_predicates()})
      all.insert(all.end(), rows->begin(), rows->end());
    return all;
  }();
  return kPredicates;
}

const FilePredicate* find_file_predicate(std::string_view name) {
  const auto& all = file_predicates();
  auto at = std::find_if(all.begin(), all.end(),
                         [&](const FilePredicate& row) { return row.name == name; });
  return at == all.end() ? nullptr : &*at;
}

}  // namespace stackfit
