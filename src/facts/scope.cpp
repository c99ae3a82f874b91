// Two decisions. A name is what people would call the place: `exports.read = function`, a method of
// an object literal and a class member have names though their functions do not. And the digest
// takes the head of the statement only, because that is what stays while people work: the bodies of
// callbacks are edited every day, and a formatter may break, indent or quote everything anew.
#include "facts/scope.h"

#include <algorithm>

#include "core/text.h"
#include "core/utf8.h"
#include "facts/javascript/script.h"
#include "facts/statement.h"

namespace stackfit {
namespace {

constexpr std::size_t kLongestName = 80;
// Longer chains keep their two ends.
constexpr std::uint32_t kNamesAtHead = 8, kNamesAtEnd = 7;
constexpr int kHeadTokens = 32;
constexpr std::size_t kHeadBytes = 2000;

std::string own_name(const SyntaxTree& tree, NodeId id) {
  NodeId name = tree.child(id, Field::kName);
  if (name == kNoNode) return {};
  auto literal = literal_text(tree, name);
  return std::string(literal.empty() ? tree.text(name) : literal);
}

// `f = lambda: …`
std::string lambda_name(const SyntaxTree& tree, NodeId id) {
  NodeId up = tree.parent(id);
  if (up == kNoNode || tree.kind(up) != Kind::kAssignment) return {};
  NodeId left = tree.child(up, Field::kLeft);
  return left == kNoNode ? std::string() : std::string(tree.text(left));
}

std::string scope_name(const SyntaxTree& tree, NodeId id) {
  switch (tree.kind(id)) {
    case Kind::kFunctionDeclaration:
    case Kind::kGeneratorFunctionDeclaration:
    case Kind::kClassDeclaration:
    case Kind::kAbstractClassDeclaration:
    case Kind::kInternalModule:
    case Kind::kMethodDefinition:
    case Kind::kFunctionDefinition:
    case Kind::kClassDefinition:
      return own_name(tree, id);
    case Kind::kFunctionExpression:
    case Kind::kGeneratorFunction:
    case Kind::kArrowFunction:
    case Kind::kClass:
    case Kind::kObject: {
      auto held = held_name(tree, id);
      return held.empty() ? own_name(tree, id) : held;
    }
    case Kind::kLambda:
      return lambda_name(tree, id);
    default:
      return {};
  }
}

// What a formatter may add or remove.
bool is_formatting(std::string_view token) {
  return token == "(" || token == ")" || token == "," || token == ";" || token == "\"" ||
         token == "'";
}

// Python's `r"""` and `'`: the prefix matters, the quotes do not.
std::string_view without_quotes(std::string_view token) {
  auto quote = token.find_first_of("\"'");
  return quote == std::string_view::npos ? token : token.substr(0, quote);
}

bool belongs_to_head(const SyntaxTree& tree, NodeId id) {
  Kind kind = tree.kind(id);
  if (kind == Kind::kComment || (tree[id].flags & SyntaxTree::kExtra) != 0 || is_body(kind) ||
      kind == Kind::kDecorator || is_statement(tree, id))
    return false;
  return tree[id].field != Field::kBody || tree.kind(tree.parent(id)) != Kind::kArrowFunction;
}

std::string head_text(const SyntaxTree& tree, NodeId statement) {
  std::string text;
  int tokens = 0;
  NodeId id = statement, end = tree[statement].after;
  while (id < end && tokens < kHeadTokens && text.size() < kHeadBytes) {
    if (id != statement && !belongs_to_head(tree, id)) {
      id = tree[id].after;
      continue;
    }
    if (tree.first_child(id) == kNoNode) {
      auto token = trim(tree.text(id));
      Kind kind = tree.kind(id);
      if (kind == Kind::kStringStart || kind == Kind::kStringEnd) token = without_quotes(token);
      if (!token.empty() && !is_formatting(token)) {
        text.append(token.substr(0, kHeadBytes)).push_back('\0');
        ++tokens;
      }
    }
    ++id;
  }
  return text;
}

}  // namespace

Scopes named_scopes(const SyntaxTree& tree) {
  Scopes scopes(1);
  scopes[0].node = 0;
  scopes[0].after = tree.size();
  std::uint32_t open = 0;
  for (NodeId id = 1; id < tree.size(); ++id) {
    while (open != 0 && scopes[open].after <= id) open = scopes[open].outer;
    if (!tree.named(id)) continue;
    auto name = scope_name(tree, id);
    if (name.empty()) continue;
    auto index = static_cast<std::uint32_t>(scopes.size());
    NamedScope scope{id, tree[id].after, open, scopes[open].depth + 1, scopes[open].head, ""};
    if (scope.depth == kNamesAtHead) scope.head = index;
    scope.name = cut_utf8(name, kLongestName);
    scopes.push_back(std::move(scope));
    open = index;
  }
  return scopes;
}

std::uint32_t innermost_scope(const Scopes& scopes, NodeId node) {
  auto next = std::upper_bound(scopes.begin(), scopes.end(), node,
                               [](NodeId id, const NamedScope& scope) { return id < scope.node; });
  auto at = static_cast<std::uint32_t>(next - scopes.begin()) - 1;
  while (at != 0 && scopes[at].after <= node) at = scopes[at].outer;
  return at;
}

std::string scope_chain(const Scopes& scopes, NodeId node) {
  auto at = innermost_scope(scopes, node);
  if (at == 0) return "<module>";
  bool cut = scopes[at].depth > kNamesAtHead + kNamesAtEnd + 1;
  std::vector<std::string> names;
  for (std::uint32_t i = 0; at != 0 && !(cut && i == kNamesAtEnd); ++i, at = scopes[at].outer)
    names.push_back(scopes[at].name);
  if (cut) names.push_back("…");
  for (at = cut ? scopes[at].head : 0; at != 0; at = scopes[at].outer)
    names.push_back(scopes[at].name);
  std::reverse(names.begin(), names.end());
  return join(names, ".");
}

std::uint64_t statement_digest(const SyntaxTree& tree, NodeId node) {
  NodeId statement = statement_of(tree, node);
  auto digest = hash_of(head_text(tree, statement == kNoNode ? node : statement));
  return digest == 0 ? 1 : digest;
}

void identify(const SyntaxTree& tree, const Scopes& scopes, NodeId node,
              CandidateFinding& finding) {
  finding.scope = scope_chain(scopes, node);
  finding.digest = statement_digest(tree, node);
}

}  // namespace stackfit
