// The walk that gives every callback its depth: the number of asynchronous levels between the file
// and the callback, itself included. What runs at once (a `forEach`, a module wrapper, a promise
// executor) is seen but adds nothing; an entry (a route, an event handler) is free where nothing
// asynchronous is around it. A function with a name counts like an anonymous one when it is nested
// in a callback and handed on by name: naming a function without moving it out changes nothing.
#include "facts/javascript/callbacks.h"

#include <algorithm>
#include <unordered_map>

namespace stackfit {
namespace {

class Walk {
 public:
  Walk(const SyntaxTree& tree, const ModuleNames& modules, const CallbackKinds& kinds)
      : tree_(tree),
        modules_(modules),
        kinds_(kinds),
        same_file_(tree, modules, kinds),
        budget_(tree.size() + 1000ull) {
    if (tree.errors() > 0) mark_broken();
  }

  std::vector<CallbackFact> run() {
    for (NodeId id = 0; id < tree_.size(); ++id) {
      leave(id);
      if (!holds_error_.empty() && holds_error_[id]) {
        errors_.push_back(id);
        swallowed_ += tree_.kind(id) == Kind::kError;
      }
      Kind kind = tree_.kind(id);
      if (!is_function(kind)) continue;
      visit(id, kind);
      functions_.push_back(id);
    }
    return std::move(facts_);
  }

 private:
  void leave(NodeId id) {
    while (!open_.empty() && tree_[facts_[open_.back()].function].after <= id) open_.pop_back();
    if (chain_ != kNoNode && tree_[chain_].after <= id) chain_ = kNoNode;
    while (!functions_.empty() && tree_[functions_.back()].after <= id) functions_.pop_back();
    for (; !errors_.empty() && tree_[errors_.back()].after <= id; errors_.pop_back())
      swallowed_ -= tree_.kind(errors_.back()) == Kind::kError;
  }

  // Nodes that are errors or have one right below: their structure is a guess of the parser's.
  void mark_broken() {
    holds_error_.assign(tree_.size(), false);
    for (NodeId id = 0; id < tree_.size(); ++id) {
      if (!tree_.broken(id)) continue;
      if (tree_.kind(id) == Kind::kError) holds_error_[id] = true;
      if (tree_.parent(id) != kNoNode && tree_.parent(id) != 0)
        holds_error_[tree_.parent(id)] = true;
    }
  }

  void visit(NodeId function, Kind kind) {
    CallbackSite site{tree_, kinds_, same_file_, function, {}, {}};
    NodeId value = function;
    if (is_function_expression(kind) || kind == Kind::kMethodDefinition)
      site.consumer = consumer_of(tree_, modules_, kinds_, function);
    if (site.consumer.role == CallbackRole::kNone) {
      if (depth() == 0) return;
      value = handed_on(function, site);
      if (value == kNoNode) return;
    } else {
      site.parameters = parameters_of(tree_, function);
    }
    add(site, value, classify(site));
  }

  std::uint32_t depth() const { return open_.empty() ? 0 : facts_[open_.back()].depth; }

  // No callback around the current node runs later.
  bool outermost() const { return open_.empty() || facts_[open_.back()].entry == kNoCallback; }

  // What a callback has from those around it.
  void inherit(CallbackFact& fact) const {
    if (!open_.empty()) {
      const CallbackFact& outer = facts_[open_.back()];
      fact.parent = open_.back();
      fact.raw = outer.raw + 1;
      fact.known = outer.known;
      fact.entry = outer.entry;
      fact.level = outer.weight > 0 ? open_.back() : outer.level;
      fact.in_test = outer.in_test;
    }
    if (fact.asynchronous && fact.entry == kNoCallback)
      fact.entry = static_cast<std::uint32_t>(facts_.size());
  }

  void add(const CallbackSite& site, NodeId value, std::size_t row) {
    const CallbackKind& kind = kinds_.rows()[row];
    CallbackFact fact;
    fact.function = site.function;
    fact.value = value;
    fact.row = static_cast<std::uint16_t>(row);
    fact.asynchronous = kind.asynchronous() && !holds_whole_file(kind, site.function);
    bool free = kind.weight == CallbackWeight::kEntry && outermost();
    fact.weight = fact.asynchronous && !free;
    fact.depth = depth() + fact.weight;
    inherit(fact);
    fact.known += fact.weight > 0 && !kind.assumed;
    fact.in_test = fact.in_test || kind.id == "test-structure";
    fact.broken = crosses_error(site.consumer.call);
    if (fact.depth > 0 && chain_ == kNoNode) chain_ = fact.function;
    open_.push_back(static_cast<std::uint32_t>(facts_.size()));
    facts_.push_back(fact);
  }

  // `main(function () { … the rest of the file … })` is a wrapper whatever `main` does.
  bool holds_whole_file(const CallbackKind& kind, NodeId function) const {
    if (!kind.assumed || !outermost()) return false;
    auto lines = tree_.line_of(tree_[function].end) - tree_.line(function) + 1;
    return 100ull * lines >= 1ull * kinds_.whole_file_percent() * tree_.line_count() &&
           lines >= kinds_.whole_file_lines();
  }

  bool crosses_error(NodeId call) const {
    if (errors_.empty()) return false;
    if (!open_.empty() && facts_[open_.back()].broken && depth() > 0) return true;
    // An error inside the chain, or one that swallowed all of it.
    return errors_.back() >= (chain_ == kNoNode ? call : chain_) || swallowed_ > 0;
  }

  // The place where a function with a name is passed by that name to something asynchronous, within
  // the function around it; kNoNode when nobody does. Fills in `site`.
  NodeId handed_on(NodeId function, CallbackSite& site) {
    NodeId name = name_of(function);
    if (name == kNoNode || functions_.empty()) return kNoNode;
    NodeId scope = functions_.back();
    const auto& places = places_of(tree_.text(name));
    site.parameters = parameters_of(tree_, function);
    auto at = std::lower_bound(places.begin(), places.end(), scope);
    for (; at != places.end() && *at < tree_[scope].after && budget_ > 0; ++at, --budget_) {
      if (*at == name) continue;
      site.consumer = consumer_of(tree_, modules_, kinds_, *at);
      if (site.consumer.role == CallbackRole::kNone) continue;
      if (kinds_.rows()[classify(site)].asynchronous()) return *at;
    }
    return kNoNode;
  }

  // Where an identifier stands, in order. The index is made when it is first asked for.
  const std::vector<NodeId>& places_of(std::string_view name) {
    if (places_.empty())
      for (NodeId id = 0; id < tree_.size(); ++id)
        if (tree_.kind(id) == Kind::kIdentifier) places_[tree_.text(id)].push_back(id);
    return places_[name];
  }

  NodeId name_of(NodeId function) const {
    if (tree_.kind(function) == Kind::kMethodDefinition) return kNoNode;
    if (!is_function_expression(tree_.kind(function))) return tree_.child(function, Field::kName);
    NodeId holder = tree_.parent(wrapped(tree_, function));
    if (holder == kNoNode || tree_.kind(holder) != Kind::kVariableDeclarator) return kNoNode;
    return tree_.child(holder, Field::kName);
  }

  const SyntaxTree& tree_;
  const ModuleNames& modules_;
  const CallbackKinds& kinds_;
  SameFile same_file_;
  std::uint64_t budget_;  // uses of names that may still be looked at
  std::unordered_map<std::string_view, std::vector<NodeId>> places_;
  std::vector<CallbackFact> facts_;
  std::vector<std::uint32_t> open_;  // callbacks around the current node
  std::vector<NodeId> functions_;    // functions around it
  std::vector<bool> holds_error_;
  std::vector<NodeId> errors_;   // nodes around it whose structure is a guess
  std::uint32_t swallowed_ = 0;  // of these, ERROR nodes
  NodeId chain_ = kNoNode;       // the outermost callback around it that adds a level
};

}  // namespace

std::vector<CallbackFact> find_callbacks(const SyntaxTree& tree, const ModuleNames& modules,
                                         const CallbackKinds& kinds) {
  return Walk(tree, modules, kinds).run();
}

}  // namespace stackfit
