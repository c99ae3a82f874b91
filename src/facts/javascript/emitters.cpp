// An `error` event with no listener is thrown, from nowhere that a `try` could stand. Whether
// somebody listens is certain only where the emitter cannot leave our sight: used on the spot, or
// held by a local variable of which every use is a call of its own methods. A variable that is
// returned, passed, stored or captured in any other way may be heard elsewhere: silence.
#include "facts/javascript/emitters.h"

#include "facts/javascript/script.h"
#include "facts/rules/file_tables.h"
#include "facts/rules/predicates.h"

namespace stackfit {
namespace {

constexpr int kMostLinks = 64;
constexpr int kMostAncestors = 500;

bool listens(std::string_view method) {
  return method == "on" || method == "once" || method == "addListener" ||
         method == "prependListener" || method == "addEventListener";
}

// `object.method(…)` around a value: the call, or kNoNode.
struct MethodCall {
  NodeId call = kNoNode;
  std::string_view method;
};

MethodCall method_call_on(const SyntaxTree& tree, NodeId value) {
  NodeId member = tree.parent(value);
  bool object = member != kNoNode && tree.kind(member) == Kind::kMemberExpression &&
                tree[value].field == Field::kObject;
  if (!object) return {};
  NodeId name = tree.child(member, Field::kProperty), call = tree.parent(member);
  bool called = name != kNoNode && call != kNoNode && tree.kind(call) == Kind::kCallExpression &&
                tree[member].field == Field::kFunction;
  return called ? MethodCall{call, tree.text(name)} : MethodCall{};
}

bool hears_errors(const SyntaxTree& tree, const MethodCall& use) {
  if (!listens(use.method)) return false;
  NodeId list = tree.child(use.call, Field::kArguments);
  NodeId event = list == kNoNode ? kNoNode : first_named(tree, list);
  // A name that is no literal may be `error`.
  return event != kNoNode &&
         (literal_text(tree, event) == "error" || tree.kind(event) != Kind::kString);
}

enum class Fate : std::uint8_t { kHeard, kUnheard, kUnknown };

NodeId scope_around(const SyntaxTree& tree, NodeId node) {
  NodeId at = tree.parent(node);
  for (int steps = 0; at != kNoNode && steps < kMostAncestors; ++steps, at = tree.parent(at))
    if (is_function(tree.kind(at))) return at;
  return 0;
}

// What the uses of a local variable say.
Fate fate_of_variable(const SyntaxTree& tree, NodeId declarator) {
  NodeId name = tree.child(declarator, Field::kName);
  if (name == kNoNode || tree.kind(name) != Kind::kIdentifier) return Fate::kUnknown;
  NodeId declaration = tree.parent(declarator);
  NodeId holder = declaration == kNoNode ? kNoNode : tree.parent(declaration);
  if (holder == kNoNode || tree.kind(holder) == Kind::kExportStatement) return Fate::kUnknown;
  auto text = tree.text(name);
  for (NodeId at : subtree(tree, scope_around(tree, declarator))) {
    Kind kind = tree.kind(at);
    if (kind == Kind::kShorthandPropertyIdentifier && tree.text(at) == text) return Fate::kUnknown;
    if (kind != Kind::kIdentifier || at == name || tree.text(at) != text) continue;
    auto use = method_call_on(tree, at);
    if (use.call != kNoNode) {
      if (hears_errors(tree, use)) return Fate::kHeard;
      // `child.stdout`, `stream.pipe(next)` and so on say nothing of the emitter's own errors; a
      // chain may: `s.on("data", f).on("error", g)`.
      NodeId chained = use.call;
      for (int links = 0; links < kMostLinks && use.call != kNoNode && listens(use.method);
           ++links) {
        use = method_call_on(tree, chained);
        if (use.call != kNoNode && hears_errors(tree, use)) return Fate::kHeard;
        chained = use.call;
      }
      continue;
    }
    NodeId up = tree.parent(at);
    bool property = tree.kind(up) == Kind::kMemberExpression && tree[at].field == Field::kObject;
    bool piped = false;
    if (tree.kind(up) == Kind::kArguments) {
      NodeId callee = tree.child(tree.parent(up), Field::kFunction);
      piped = callee != kNoNode && tree.kind(callee) == Kind::kMemberExpression &&
              tree.text(tree.child(callee, Field::kProperty)) == "pipe";
    }
    if (property) {
      NodeId grand = tree.parent(up);
      if (tree.kind(grand) == Kind::kAssignmentExpression && tree[up].field == Field::kLeft &&
          tree.text(up).ends_with(".onerror"))
        return Fate::kHeard;
      continue;
    }
    if (!piped) return Fate::kUnknown;
  }
  return Fate::kUnheard;
}

// Follows what is done with a new emitter on the spot.
Fate fate_of(const SyntaxTree& tree, NodeId made) {
  NodeId value = wrapped(tree, made);
  for (int links = 0; links < kMostLinks; ++links) {
    auto use = method_call_on(tree, value);
    if (use.call == kNoNode) break;
    if (hears_errors(tree, use)) return Fate::kHeard;
    if (use.method == "pipe") return Fate::kUnheard;  // the rest of the chain is another stream
    bool same = listens(use.method) || use.method == "end" || use.method == "setTimeout" ||
                use.method == "setEncoding" || use.method == "resume" || use.method == "unref";
    if (!same) return Fate::kUnknown;
    value = wrapped(tree, use.call);
  }
  NodeId up = tree.parent(value);
  if (up == kNoNode) return Fate::kUnknown;
  if (tree.kind(up) == Kind::kExpressionStatement) return Fate::kUnheard;
  return tree.kind(up) == Kind::kVariableDeclarator ? fate_of_variable(tree, up) : Fate::kUnknown;
}

}  // namespace

void find_unheard_emitters(const FileView& file, const Rule&, std::vector<AnalysisHit>& hits) {
  for (NodeId id = 0; id < file.tree.size(); ++id) {
    if (file.tree.kind(id) != Kind::kCallExpression) continue;
    auto [module, path] = qualify(file, id);
    if (module.empty() || path.empty()) continue;
    auto maker = std::string(module) + "." + path;
    if (file.tables.emitter_makers.count(maker) == 0) continue;
    if (fate_of(file.tree, id) != Fate::kUnheard) continue;
    AnalysisHit hit;
    hit.node = id;
    hit.confidence = 0.8;
    hit.slots["maker"] = maker;
    hits.push_back(std::move(hit));
  }
}

}  // namespace stackfit
