// Some sixty queries for each language and one file: running all of them would cost more than
// parsing. So a query is run only where it can match: a technology it asks for is imported here,
// and the texts its predicates compare with occur in the source. All those texts are looked for in
// one pass; what is left costs a few queries a file.
#include "facts/fit/fit_signals.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "core/text.h"
#include "facts/fit/handlers.h"
#include "facts/fit/imported_technologies.h"
#include "rules/fit_data.h"
#include "syntax/query.h"
#include "syntax/text_finder.h"

namespace stackfit {
namespace {

constexpr std::size_t kTextShown = 80;

// One query on one grammar, compiled when a file first needs it.
struct PlannedQuery {
  const CallSignal* signal = nullptr;
  const Language* language = nullptr;
  std::vector<std::vector<std::vector<std::uint32_t>>> requirements;  // numbers of texts
  std::vector<std::uint32_t> needs;                                   // the same; one must occur
  std::once_flag once;
  std::optional<Query> query;
  std::string problem;

  const Query* get() {
    std::call_once(once, [this] {
      auto compiled = Query::compile(*language, signal->query);
      auto checked = compiled ? compiled->check() : Result<void>(compiled.error());
      if (checked)
        query = std::move(*compiled);
      else
        problem = checked.error().message;
    });
    return query ? &*query : nullptr;
  }
};

struct Plan {
  std::vector<std::unique_ptr<PlannedQuery>> queries;
  TextFinder finder;  // of the texts they require
};

void add_requirements(PlannedQuery& planned, TextFinder& finder) {
  for (const auto& pattern : requirements_of(planned.signal->query)) {
    auto& lists = planned.requirements.emplace_back();
    for (const auto& texts : pattern) {
      auto& list = lists.emplace_back();
      for (const auto& required : texts)
        list.push_back(finder.add(required.text, required.whole_word));
    }
  }
  for (const auto& text : planned.signal->needs) planned.needs.push_back(finder.add(text, false));
}

const Plan& plan_for(const Language& language) {
  static const auto kPlans = [] {
    std::unordered_map<std::string_view, Plan> plans;
    for (const auto& known : languages()) {
      Plan& plan = plans[known.name];
      for (const auto& signal : fit_data().calls) {
        const auto& wanted = signal.languages;
        if (std::find(wanted.begin(), wanted.end(), known.name) == wanted.end()) continue;
        auto& planned = *plan.queries.emplace_back(std::make_unique<PlannedQuery>());
        planned.signal = &signal;
        planned.language = &known;
        add_requirements(planned, plan.finder);
      }
    }
    return plans;
  }();
  return kPlans.at(language.name);
}

bool can_match(const PlannedQuery& planned, const std::vector<bool>& found) {
  auto satisfied = [&](const std::vector<std::uint32_t>& texts) {
    return std::any_of(texts.begin(), texts.end(), [&](auto number) { return found[number]; });
  };
  if (!planned.needs.empty() && !satisfied(planned.needs)) return false;
  const auto& patterns = planned.requirements;
  return std::any_of(patterns.begin(), patterns.end(), [&](const auto& requirements) {
    return std::all_of(requirements.begin(), requirements.end(), satisfied);
  });
}

bool imports_one_of(const SourceFacts& facts, const std::vector<std::string>& technologies) {
  for (const auto& import : facts.imports)
    for (const auto& id : technologies)
      if (can_mean(import, id)) return true;
  return false;
}

// Two loops, one inside the other, in the function around a node.
bool in_numeric_function(const SyntaxTree& tree, NodeId node) {
  NodeId function = node;
  while (function != kNoNode && !is_function_node(tree.kind(function)))
    function = tree.parent(function);
  if (function == kNoNode) return false;
  NodeId outer_end = 0;
  for (NodeId at : subtree(tree, function)) {
    Kind kind = tree.kind(at);
    bool loop = kind == Kind::kForStatement || kind == Kind::kWhileStatement ||
                kind == Kind::kDoStatement || kind == Kind::kForInStatement;
    if (!loop) continue;
    if (at < outer_end) return true;
    outer_end = tree[at].after;
  }
  return false;
}

bool takes_server_from_socketio(const SourceFacts& facts) {
  for (const auto& import : facts.imports)
    for (const auto& name : import.names)
      if (name.name == "Server" && can_mean(import, "socketio")) return true;
  return false;
}

bool reads_in_parts(std::string_view text) {
  for (auto word : {"chunksize", "nrows", "usecols", "iterator"})
    if (text.find(word) != std::string_view::npos) return true;
  return false;
}

// What a row's note asks for beyond its query.
bool condition_holds(const CallSignal& signal, const SyntaxTree& tree, NodeId node,
                     const SourceFacts& facts) {
  if (signal.id == "js_typed_math") return in_numeric_function(tree, node);
  if (signal.id == "js_socketio_server") return takes_server_from_socketio(facts);
  if (signal.id == "py_read_all") return !reads_in_parts(tree.text(node).substr(0, 400));
  return true;
}

// What is called, or the first line of what stands there.
std::string what_stands_there(const SyntaxTree& tree, NodeId node) {
  for (Field field : {Field::kFunction, Field::kConstructor}) {
    NodeId callee = tree.child(node, field);
    if (callee == kNoNode) continue;
    std::string text(field == Field::kConstructor ? "new " : "");
    text += tree.text(callee);
    if (text.size() <= kTextShown && text.find('\n') == std::string::npos) return text;
  }
  auto text = tree.text(node);
  return std::string(trim(text.substr(0, std::min(text.find('\n'), kTextShown))));
}

std::size_t cap_in_file(const CallSignal& signal) {
  if (signal.id == "tsx_jsx") return 1;  // files are counted, not elements
  return signal.cap;
}

void take_matches(const QueryRun& run, const CallSignal& signal, const SyntaxTree& tree,
                  SourceFacts& facts) {
  std::size_t found = 0;
  for (const auto& match : run.matches) {
    NodeId node = match.hit;
    if (!condition_holds(signal, tree, node, facts)) continue;
    auto enclosing = enclosing_unit(tree, node);
    NodeId unit = enclosing.function;
    facts.signals.push_back({signal.id, tree.line(node), what_stands_there(tree, node),
                             enclosing.in_handler, enclosing.in_async,
                             unit == kNoNode ? 0 : tree.line(unit)});
    if (++found >= cap_in_file(signal)) break;
  }
}

void count_units(const SyntaxTree& tree, SourceFacts& facts) {
  for (NodeId id = 0; id < tree.size(); ++id) {
    if (!is_function_node(tree.kind(id))) continue;
    auto kind = unit_kind(tree, id);
    if (kind == UnitKind::kHandler) ++facts.units.handlers;
    if (kind == UnitKind::kAsync) ++facts.units.async;
  }
}

}  // namespace

void read_fit_signals(const SyntaxTree& tree, SourceFacts& facts) {
  count_units(tree, facts);
  const Plan& plan = plan_for(tree.language());
  const auto found = plan.finder.find(tree.source());
  std::vector<const Query*> queries;
  std::vector<const CallSignal*> signals;
  for (const auto& planned : plan.queries) {
    const CallSignal& signal = *planned->signal;
    if (!can_match(*planned, found)) continue;
    if (!signal.requires_any.empty() && !imports_one_of(facts, signal.requires_any)) continue;
    const Query* query = planned->get();
    if (query == nullptr) continue;
    queries.push_back(query);
    signals.push_back(&signal);
  }
  if (queries.empty()) return;
  const auto runs = QueryWalk(std::move(queries)).run(tree, {}, {});
  for (std::size_t i = 0; i < runs.size(); ++i) take_matches(runs[i], *signals[i], tree, facts);
  std::stable_sort(facts.signals.begin(), facts.signals.end(),
                   [](const SignalHit& a, const SignalHit& b) { return a.line < b.line; });
}

std::vector<std::string> broken_fit_queries() {
  std::vector<std::string> broken;
  for (const auto& language : languages())
    for (const auto& planned : plan_for(language).queries)
      if (!planned->get())
        broken.push_back(
            fmt::format("{} {}: {}", planned->signal->id, language.name, planned->problem));
  return broken;
}

bool query_matches(std::string_view signal, const SyntaxTree& tree) {
  const Plan& plan = plan_for(tree.language());
  for (const auto& planned : plan.queries) {
    if (planned->signal->id != signal) continue;
    if (!can_match(*planned, plan.finder.find(tree.source()))) return false;
    const Query* query = planned->get();
    return query && !query->run(tree).matches.empty();
  }
  return false;
}

}  // namespace stackfit
