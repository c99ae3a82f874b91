#include "project/fit/survey_fit.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "project/fit/composites.h"
#include "project/fit/names.h"
#include "project/fit/runtimes.h"
#include "project/fit/signals.h"

namespace stackfit {
namespace {

struct UnitCount {
  double waiting = 0;           ///< handlers and async functions
  double python_functions = 0;  ///< all of them: pure-Python work is slow wherever it stands
};

UnitCount count_units(const FitInput& input) {
  UnitCount count;
  for (const auto& file : input.files) {
    if (file.zone != Zone::kProduct || !file.record->facts.source) continue;
    const auto& source = *file.record->facts.source;
    if (file.runtime == "python" && source.metrics.functions > 0)
      count.python_functions += source.metrics.functions;
    count.waiting += source.units.handlers + source.units.async;
  }
  return count;
}

// The share of the work each runtime carries: its part of the workload families' strength. Where
// only files and containers speak, the product's own shares decide.
void share_out(DimensionFacts& facts, const std::vector<RuntimeFacts>& runtimes) {
  std::map<std::pair<std::string_view, std::string_view>, double> families;
  for (const auto& e : facts.evidence) {
    if (e.role != "workload" || e.runtime.empty()) continue;
    auto& strongest = families[{e.runtime, e.family}];
    strongest = std::max(strongest, e.strength);
  }
  double node = 0, python = 0;
  for (const auto& [key, strength] : families) (key.first == "node" ? node : python) += strength;
  if (node + python <= 0)
    for (const auto& runtime : runtimes) (runtime.id == "node" ? node : python) = runtime.share;
  // What is tooling carries nothing, unless the work is all it does.
  for (const auto& runtime : runtimes) {
    bool is_node = runtime.id == "node";
    bool carries = runtime.role == "primary" || runtime.role == "secondary";
    if (!carries && (is_node ? python : node) > 0) (is_node ? node : python) = 0;
  }
  // Of a page in JavaScript before a server in Python, the server is half at least.
  bool two_languages = std::any_of(facts.evidence.begin(), facts.evidence.end(),
                                   [](const FitEvidence& e) { return e.signal == kTwoLanguages; });
  if (two_languages) python = std::max(python, node);
  double all = node + python;
  if (all <= 0) return;
  facts.node_share = node / all;
  facts.python_share = python / all;
}

double clean_units(const DimensionFacts& facts, const UnitCount& count) {
  std::set<std::string_view> flagged;
  for (const auto& e : facts.evidence)
    if (e.role == "hotspot") flagged.insert(e.unit);
  bool any_function = facts.id == "cpu" || facts.id == "data" || facts.id == "memory";
  double units = count.waiting + (any_function ? count.python_functions : 0);
  return std::max(0.0, units - static_cast<double>(flagged.size()));
}

// A web framework whose handlers answer with pages does both halves of the work: where that is at
// least every other file with routes, what speaks for its server speaks for full-stack as much, and
// its routes speak for an API as far as their files serve no pages.
void add_served_pages(EvidenceByDimension& evidence) {
  constexpr std::size_t kFewest = 2;
  auto web = evidence.find("fullstack"), server = evidence.find("api");
  if (web == evidence.end() || server == evidence.end()) return;
  std::set<std::string_view> pages, routes;
  // What examples and tests serve is no product.
  constexpr double kSure = 0.5;
  for (const auto& e : web->second)
    if (fit_names().page_signals.count(e.signal) > 0 && e.confidence >= kSure)
      pages.insert(e.place.path);
  for (const auto& e : server->second)
    if (e.evidence_class == "call" && e.role == "workload") routes.insert(e.place.path);
  if (pages.size() < kFewest || pages.size() * 2 < routes.size()) return;
  auto served = std::count_if(routes.begin(), routes.end(),
                              [&](std::string_view path) { return pages.count(path) > 0; });
  double bare = routes.empty() ? 1 : 1 - static_cast<double>(served) / double(routes.size());
  std::vector<FitEvidence> shared;
  for (auto& e : server->second) {
    if (e.evidence_class == "call" && e.role == "workload") e.strength *= bare;
    // Files and commands that start a server say no more of what it serves.
    const auto* technology = find_technology(e.family);
    bool carries = technology ? fit_names().page_categories.count(technology->category) > 0
                              : e.evidence_class == "infra" || e.evidence_class == "manifest";
    if (e.role == "workload" && carries) shared.push_back(e);
  }
  web->second.insert(web->second.end(), shared.begin(), shared.end());
}

bool before(const FitEvidence& a, const FitEvidence& b) {
  return std::tie(b.strength, a.place.path, a.place.line, a.signal, a.evidence_class, a.role) <
         std::tie(a.strength, b.place.path, b.place.line, b.signal, b.evidence_class, b.role);
}

}  // namespace

void survey_fit(const std::vector<FileRecord>& records, const CallGraph& calls,
                ProjectFacts& project) {
  auto input = prepare_fit(records);
  auto uses = find_technologies(input);
  add_composites(uses);
  project.technologies = list_technologies(uses);
  project.runtimes = find_runtimes(input);
  project.foreign_share = foreign_share_of(input);
  project.out_of_scope = out_of_scope(input);

  EvidenceByDimension evidence;
  add_technologies(uses, evidence);
  add_calls(input, calls, evidence);
  add_files(input, uses, evidence);
  add_manifests(input, evidence);
  add_structure(input, uses, evidence);
  add_served_pages(evidence);
  auto units = count_units(input);
  for (const auto& row : fit_data().dimensions) {
    auto found = evidence.find(row.id);
    if (found == evidence.end()) continue;
    DimensionFacts facts;
    facts.id = row.id;
    facts.evidence = std::move(found->second);
    std::sort(facts.evidence.begin(), facts.evidence.end(), before);
    share_out(facts, project.runtimes);
    facts.clean_units = clean_units(facts, units);
    project.dimensions.push_back(std::move(facts));
  }
}

}  // namespace stackfit
