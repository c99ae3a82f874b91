// One chain per outermost callback, not one report per function: a person fixes the nest, and the
// nest is one thing. The deepest callback is where it hurts, so the chain is anchored there; other
// leaves are only counted.
#include "facts/javascript/chains.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "facts/javascript/remedy.h"
#include "facts/scope.h"
#include "facts/statement.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostLeaves = 100;
constexpr std::uint64_t kPathsPerNode = 4;
constexpr std::uint32_t kDeepestCounted = 100;

class ChainMaker {
 public:
  ChainMaker(const SyntaxTree& tree, const ModuleNames& modules, const CallbackKinds& kinds,
             const std::vector<CallbackFact>& facts, std::uint32_t advise_from)
      : tree_(tree), modules_(modules), kinds_(kinds), facts_(facts), advise_from_(advise_from) {}

  std::vector<CallbackChain> make() {
    for (std::size_t i = 0; i < facts_.size();) {
      if (facts_[i].weight == 0 || facts_[i].depth != 1) {
        ++i;
        continue;
      }
      std::size_t end = i + 1;
      while (end < facts_.size() && facts_[end].function < tree_[facts_[i].function].after) ++end;
      add_chain(i, end);
      i = end;
    }
    return std::move(chains_);
  }

 private:
  // The facts from `root` to `end` are one outermost callback and all inside it.
  void add_chain(std::size_t root, std::size_t end) {
    std::size_t deepest = root;
    for (std::size_t i = root; i < end; ++i) {
      if (facts_[i].weight == 0) continue;
      bool sounder = facts_[deepest].broken && !facts_[i].broken;
      bool same = facts_[deepest].broken == facts_[i].broken;
      if (sounder || (same && facts_[i].depth > facts_[deepest].depth)) deepest = i;
    }
    if (facts_[deepest].depth < 2) return;
    CallbackChain& chain = chains_.emplace_back();
    count_callbacks(chain, root, end, deepest);
    describe_path(chain, path_to(deepest));
    chain.function = function_around(root);
    chain.scope = scope_chain(scopes_, tree_.parent(facts_[root].value));
    chain.digest = digest_of(root);
    NodeId statement = statement_of(tree_, facts_[root].value);
    chain.statement_line = statement == kNoNode ? 0 : tree_.line(statement);
  }

  void count_callbacks(CallbackChain& chain, std::size_t root, std::size_t end,
                       std::size_t deepest) const {
    chain.callbacks.assign(std::min(facts_[deepest].depth, kDeepestCounted), 0);
    std::vector<bool> has_inner(end - root, false);
    for (std::size_t i = end; i-- > root;) {
      if (facts_[i].weight == 0 || facts_[i].broken) continue;
      auto level = std::min<std::size_t>(facts_[i].depth, chain.callbacks.size());
      ++chain.callbacks[level - 1];
      if (!has_inner[i - root] && i != deepest) chain.leaves.push_back(facts_[i].depth);
      auto outer = facts_[i].level;
      if (outer != kNoCallback && outer >= root) has_inner[outer - root] = true;
    }
    std::sort(chain.leaves.rbegin(), chain.leaves.rend());
    if (chain.leaves.size() > kMostLeaves) chain.leaves.resize(kMostLeaves);
  }

  // From the outermost asynchronous callback: wrappers around it say nothing about the chain. A
  // file can make many chains share a long way; once the budget is used up, paths lose their
  // middle.
  std::vector<CallbackFact> path_to(std::size_t leaf) {
    std::vector<CallbackFact> path;
    auto at = static_cast<std::uint32_t>(leaf), entry = facts_[leaf].entry;
    for (; at != entry && (budget_ > 0 || path.size() < kMostChainLinks); at = facts_[at].parent) {
      path.push_back(facts_[at]);
      budget_ -= budget_ > 0;
    }
    path.push_back(facts_[entry]);
    std::reverse(path.begin(), path.end());
    return path;
  }

  void describe_path(CallbackChain& chain, const std::vector<CallbackFact>& path) const {
    const CallbackFact& leaf = path.back();
    chain.span = head_of(leaf.function);
    chain.depth = leaf.depth;
    chain.raw = leaf.raw;
    chain.known = leaf.known;
    chain.in_test_structure = leaf.in_test;
    chain.crosses_error = leaf.broken;
    if (chain.depth >= advise_from_) {
      chain.shape = shape_of(path);
      chain.remedy = remedy_of(tree_, modules_, kinds_, chain.shape, path);
    }
    for (std::size_t i = 0; i < path.size(); ++i) {
      bool kept = i < kMostChainLinks / 2 || i + kMostChainLinks / 2 >= path.size();
      if (kept) chain.links.push_back(link_of(path[i]));
    }
  }

  CallbackLink link_of(const CallbackFact& fact) const {
    const CallbackKind& kind = kinds_.rows()[fact.row];
    CallbackLink link;
    link.label = link_label(tree_, consumer_of(tree_, modules_, kinds_, fact.value));
    link.line = tree_.line(fact.function);
    link.weight = fact.weight;
    link.known = !kind.assumed;
    link.kind = kind.id;
    return link;
  }

  // What more than half of the levels are; mixed when nothing is.
  std::string shape_of(const std::vector<CallbackFact>& path) const {
    std::map<std::string_view, std::uint32_t> families;
    for (const auto& fact : path)
      if (fact.weight > 0) ++families[kinds_.rows()[fact.row].family];
    for (const auto& [family, count] : families)
      if (2 * count > path.back().depth) return std::string(family);
    return "mixed";
  }

  Span head_of(NodeId function) const {
    NodeId body = tree_.child(function, Field::kBody);
    auto start = tree_[function].start;
    auto end = body == kNoNode ? tree_[function].end : tree_[body].start;
    while (end > start + 1 && tree_.source()[end - 1] == ' ') --end;
    return tree_.span(start, end);
  }

  // The innermost function with a name around the chain.
  std::string function_around(std::size_t root) const {
    auto at = innermost_scope(scopes_, tree_.parent(facts_[root].value));
    while (at != 0 && !is_function(tree_.kind(scopes_[at].node))) at = scopes_[at].outer;
    return at == 0 ? std::string() : function_name(tree_, scopes_[at].node);
  }

  // The statement the nest stands on and the call that takes its outermost callback: both outlive
  // another level inside, another callee further down, and everything else in the bodies.
  std::uint64_t digest_of(std::size_t root) const {
    auto head = statement_digest(tree_, facts_[root].value);
    return hash_of(fmt::format("{:016x} {}", head, link_of(facts_[root]).label));
  }

  const SyntaxTree& tree_;
  const ModuleNames& modules_;
  const CallbackKinds& kinds_;
  const std::vector<CallbackFact>& facts_;
  const std::uint32_t advise_from_;
  std::uint64_t budget_ = kPathsPerNode * (tree_.size() + 1000ull);
  const Scopes scopes_ = named_scopes(tree_);
  std::vector<CallbackChain> chains_;
};

}  // namespace

std::vector<CallbackChain> callback_chains(const SyntaxTree& tree, const ModuleNames& modules,
                                           const CallbackKinds& kinds,
                                           const std::vector<CallbackFact>& facts,
                                           std::uint32_t advise_from) {
  return ChainMaker(tree, modules, kinds, facts, advise_from).make();
}

}  // namespace stackfit
