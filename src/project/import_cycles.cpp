// A circle of imports is one thing, however many ways lead round it: one finding per strongly
// connected component, with the shortest way round and the imports whose removal undoes most of it.
//
// How bad it is depends on when the imports run. A circle of imports that all run while loading, in
// which somebody uses what the other has not finished yet, fails or yields undefined as soon as the
// program is entered at the wrong place. A circle that loads without looking works today and
// breaks with the next line. One that is closed only by a require inside a function always works;
// it is a matter of structure.
#include "project/import_cycles.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "project/zones.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

constexpr std::string_view kRule = "import-cycle";
constexpr std::size_t kShownModules = 8, kMostCuts = 3;

bool any_edge(const ModuleEdge&) {
  return true;
}
bool eager_edge(const ModuleEdge& edge) {
  return edge.eager;
}

std::vector<bool> product_modules(const ModuleGraph& graph) {
  std::vector<bool> product;
  for (const auto& path : graph.modules) product.push_back(zone_of(path) == Zone::kProduct);
  return product;
}

// Members of eager circles in which some import is used while loading.
struct Loading {
  std::vector<bool> circular;  // by module: in a circle of eager imports
  std::vector<bool> fragile;   // in one in which something is used too early
};

Loading loading_of(const ModuleGraph& graph, const std::vector<bool>& within) {
  Loading loading{std::vector<bool>(graph.modules.size()), std::vector<bool>(graph.modules.size())};
  for (const auto& component : cycles_of(graph, eager_edge, within)) {
    auto inside = [&](std::uint32_t module) {
      return std::binary_search(component.begin(), component.end(), module);
    };
    bool fragile = std::any_of(component.begin(), component.end(), [&](std::uint32_t module) {
      const auto& edges = graph.edges[module];
      return std::any_of(edges.begin(), edges.end(),
                         [&](const ModuleEdge& edge) { return edge.needed && inside(edge.to); });
    });
    for (auto module : component) {
      loading.circular[module] = true;
      loading.fragile[module] = fragile;
    }
  }
  return loading;
}

bool any_of(const std::vector<std::uint32_t>& component, const std::vector<bool>& marks) {
  return std::any_of(component.begin(), component.end(),
                     [&](std::uint32_t module) { return marks[module]; });
}

std::uint32_t line_between(const ModuleGraph& graph, std::uint32_t from, std::uint32_t to) {
  for (const ModuleEdge& edge : graph.edges[from])
    if (edge.to == to) return edge.line;
  return 1;
}

std::string way_text(const ModuleGraph& graph, const std::vector<std::uint32_t>& way) {
  std::string text;
  for (std::size_t i = 0; i < way.size() && i < kShownModules; ++i)
    text += display(graph.modules[way[i]]) + " → ";
  if (way.size() > kShownModules) text += "… → ";
  return text + display(graph.modules[way.front()]);
}

std::string cuts_text(const ModuleGraph& graph, const std::vector<Cut>& cuts) {
  if (cuts.empty()) return "";
  std::string text;
  for (const Cut& cut : cuts)
    text += fmt::format("{}{}:{} ({})", text.empty() ? "" : ", ", display(graph.modules[cut.from]),
                        cut.line, display(base_name(graph.modules[cut.to])));
  auto left = cuts.back().left;
  return fmt::format("; without the import{} at {} {}", cuts.size() == 1 ? "" : "s", text,
                     left == 0 ? "there is no circle" : fmt::format("{} are left", left));
}

class Cycles {
 public:
  Cycles(const ModuleGraph& graph, const RuleSet& rules, const Rule& rule,
         SuppressionBook& suppressions, ProjectFacts& project, const LoadVerdict* verdict = nullptr)
      : verdict_(verdict),
        graph_(graph),
        rules_(rules),
        rule_(rule),
        suppressions_(suppressions),
        project_(project),
        product_(product_modules(graph)),
        loading_(loading_of(graph, product_)) {}

  void run() {
    RuleUnits units;
    units.rule = rule_.id;
    auto counts = verdict_ ? eager_edge : any_edge;
    for (const auto& component : cycles_of(graph_, counts, product_))
      if (!verdict_ || !any_of(component, verdict_->failing)) report(component);
    for (std::size_t module = 0; module < graph_.modules.size(); ++module) {
      if (!product_[module] || excused_.contains(static_cast<std::uint32_t>(module)) ||
          !settings_at(rules_, rule_, graph_.modules[module]).enabled)
        continue;
      double weight = weight_of(module);
      units.flagged += weight;
      units.flagged_sure += weight;
      units.flagged_full += weight;
      units.clean += weight > 0 ? 0 : 1;
    }
    units.applicable = units.clean + units.flagged > 0;
    add_units(units);
  }

 private:
  double weight_of(std::size_t module) const {
    if (verdict_) return verdict_->failing[module] ? 1 : 0;
    return loading_.fragile[module] ? 1 : loading_.circular[module] ? 0.3 : 0;
  }

  // One entry for the rule, whatever the languages of the project.
  void add_units(const RuleUnits& units) {
    auto known = std::find_if(project_.units.begin(), project_.units.end(),
                              [&](const RuleUnits& other) { return other.rule == units.rule; });
    if (known == project_.units.end()) return project_.units.push_back(units);
    known->flagged += units.flagged;
    known->flagged_sure += units.flagged_sure;
    known->flagged_full += units.flagged_full;
    known->clean += units.clean;
    known->applicable = known->applicable || units.applicable;
  }

  void report(const std::vector<std::uint32_t>& component) {
    bool circular = any_of(component, loading_.circular),
         fragile = any_of(component, loading_.fragile);
    auto way = shortest_cycle(graph_, component, circular ? eager_edge : any_edge);
    if (way.empty()) way = shortest_cycle(graph_, component, any_edge);
    if (way.empty()) return;
    auto cuts = best_cuts(graph_, component, any_edge, kMostCuts);
    Finding finding;
    finding.rule = rule_.id;
    finding.severity = fragile ? Severity::kWarning : Severity::kNote;
    finding.path = graph_.modules[way.front()];
    auto line = std::max(1u, line_between(graph_, way[0], way[1 % way.size()]));
    finding.span = {line, 1, line, 1};
    finding.scope = "<module>";
    finding.digest = hash_of(kRule);
    finding.message = message_of(component.size(), way, cuts, circular, fragile);
    for (std::size_t i = 1; i < way.size() && i < kShownModules; ++i)
      finding.related.push_back({graph_.modules[way[i]],
                                 line_between(graph_, way[i], way[(i + 1) % way.size()]),
                                 "imports " + display(graph_.modules[way[(i + 1) % way.size()]])});
    finding.data = data_of(component, way, cuts, circular, fragile);
    if (!settings_at(rules_, rule_, finding.path).enabled) {
      excused_.insert(component.begin(), component.end());
      return;
    }
    if (suppressions_.apply(finding)) excused_.insert(component.begin(), component.end());
    project_.findings.push_back(std::move(finding));
  }

  std::string message_of(std::size_t size, const std::vector<std::uint32_t>& way,
                         const std::vector<Cut>& cuts, bool circular, bool fragile) const {
    const char* effect = fragile    ? "some use the other while it is still loading"
                         : circular ? "all load first and look later"
                                    : "closed only by imports inside functions";
    return fmt::format("{} modules import each other in a circle ({}): {}{}", size, effect,
                       way_text(graph_, way), cuts_text(graph_, cuts));
  }

  FindingData data_of(const std::vector<std::uint32_t>& component,
                      const std::vector<std::uint32_t>& way, const std::vector<Cut>& cuts,
                      bool circular, bool fragile) const {
    std::vector<std::string> shortest, edges;
    for (auto module : way) shortest.push_back(graph_.modules[module]);
    for (const Cut& cut : cuts)
      edges.push_back(
          fmt::format("{}:{} → {}", graph_.modules[cut.from], cut.line, graph_.modules[cut.to]));
    return {{"modules", static_cast<std::int64_t>(component.size())},
            {"kind", std::string(fragile    ? "load-time"
                                 : circular ? "by-order"
                                            : "deferred")},
            {"cycle", shortest},
            {"cut", edges}};
  }

  const LoadVerdict* verdict_;
  const ModuleGraph& graph_;
  const RuleSet& rules_;
  const Rule& rule_;
  SuppressionBook& suppressions_;
  ProjectFacts& project_;
  const std::vector<bool> product_;
  const Loading loading_;
  std::set<std::uint32_t>
      excused_;  // modules of circles that are suppressed, or where the rule is off
};

}  // namespace

void survey_import_cycles(const ModuleGraph& graph, const RuleSet& rules,
                          SuppressionBook& suppressions, ProjectFacts& project) {
  if (const Rule* rule = find_rule(rules, kRule))
    Cycles(graph, rules, *rule, suppressions, project).run();
}

void survey_played_cycles(const ModuleGraph& graph, const LoadVerdict& verdict,
                          const RuleSet& rules, SuppressionBook& suppressions,
                          ProjectFacts& project) {
  if (const Rule* rule = find_rule(rules, kRule))
    Cycles(graph, rules, *rule, suppressions, project, &verdict).run();
}

}  // namespace stackfit
