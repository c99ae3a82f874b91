// Who uses what. A name in a manifest says what somebody meant to use, an import says what is used;
// each alone is worth less than both. The factors:
//   zone           product 1, example and test 0.25, docs 0.1, vendored 0 (fit_input.h)
//   scope          run-time 1, peer 0.8, optional 0.6, dev 0.2; what bundled applications ship
//                  although they declare it for development keeps 0.8
//   corroboration  declared and imported 1, imported only 0.8, declared only 0.4, but 0.7 when a
//                  command of the repository runs it or pages load it; found in a lockfile only 0
//   breadth        what under 2 % of the product's files use shrinks, to 0.6 at the least
//   integration    what only code that connects the product with others needs counts half
//   identity       the repository's own manifest has the name: × 1.5, and nothing else applies
#include "project/fit/technologies.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "project/fit/names.h"

namespace stackfit {
namespace {

constexpr double kImportedOnly = 0.8, kDeclaredOnly = 0.4, kRunByCommand = 0.7;
constexpr double kDev = 0.2, kDevBundled = 0.8, kPeer = 0.8, kOptional = 0.6;
constexpr double kTypesOnly = 0.3;  // `@types/x` without x
constexpr double kFewFiles = 0.02, kLeastBreadth = 0.6;
constexpr double kIdentity = 1.5;

double scope_weight(DependencyScope scope, const TechnologyRow& row) {
  switch (scope) {
    case DependencyScope::kRuntime:
      return 1;
    case DependencyScope::kPeer:
      return kPeer;
    case DependencyScope::kOptional:
      return kOptional;
    case DependencyScope::kDev:
      break;
  }
  return fit_names().bundled_categories.count(row.category) > 0 ? kDevBundled : kDev;
}

// Of the product's files in the runtime's language, the share that uses the technology.
double breadth_of(const Clues& clues, const FitInput& input) {
  std::map<std::string_view, std::set<const FitFile*>> files;
  for (const auto& site : clues.imports)
    if (site.file->zone == Zone::kProduct) files[site.file->runtime].insert(site.file);
  double share = 0;
  for (const auto& [runtime, users] : files) {
    auto all = input.product_files.find(runtime);
    if (all != input.product_files.end() && all->second > 0)
      share = std::max(share, static_cast<double>(users.size()) / all->second);
  }
  return kLeastBreadth + (1 - kLeastBreadth) * std::min(1.0, share / kFewFiles);
}

double weight_of(const FitFile& file) {
  return zone_weight(file.zone) * (file.tooling ? kDev : 1) * (file.integration ? kIntegration : 1);
}

struct Weighing {
  bool declared = false;  // in a manifest that counts
  bool lent = false;      // as a peer or an extra, and not for every run
  double best_import_zone = 0;
  double widest_scope = 0;  // of the declarations
  double breadth = 1;
};

Weighing weigh(const TechnologyRow& row, const Clues& clues, const FitInput& input) {
  Weighing w;
  for (const auto& d : clues.declarations) {
    w.declared = true;
    w.widest_scope = std::max(w.widest_scope, scope_weight(d.declared.scope, row));
  }
  auto declared_as = [&](DependencyScope scope) {
    return std::any_of(clues.declarations.begin(), clues.declarations.end(),
                       [&](const Declaration& d) { return d.declared.scope == scope; });
  };
  w.lent = !declared_as(DependencyScope::kRuntime) &&
           (declared_as(DependencyScope::kPeer) || declared_as(DependencyScope::kOptional));
  for (const auto& site : clues.imports)
    w.best_import_zone = std::max(w.best_import_zone, weight_of(*site.file));
  w.breadth = breadth_of(clues, input);
  return w;
}

Sighting weigh_declaration(const Declaration& d, const TechnologyRow& row, const Clues& clues,
                           const Weighing& w) {
  double corroboration = kDeclaredOnly * w.breadth;
  if (w.best_import_zone > 0) corroboration = w.best_import_zone * w.breadth;
  bool by_page = d.file->record->facts.manifest->format == "bower";  // loaded by script elements
  if (clues.run_by_command || by_page) corroboration = std::max(corroboration, kRunByCommand);
  double strength = scope_weight(d.declared.scope, row) * zone_weight(d.file->zone) *
                    corroboration * (d.types_only ? kTypesOnly : 1);
  return {"manifest", std::string(d.runtime),
          d.signal,   {d.file->record->entry.path, d.declared.line, d.declared.name},
          strength,   false};
}

Sighting weigh_import(const ImportSite& site, const Weighing& w) {
  double strength = zone_weight(site.file->zone) * w.breadth;
  if (site.file->integration) strength *= kIntegration;
  if (!w.declared) strength *= site.guarded ? kImportedOnly * kOptional : kImportedOnly;
  // What a build script imports is a tool, unless the product is declared to need it, and so is
  // what a script in `bin` imports though only developers have it; a peer runs in the program of
  // whoever uses this one, and an extra is left out by most.
  bool own = site.file->tooling || (w.declared && w.widest_scope == kDev &&
                                    is_command_path(site.file->record->entry.path));
  if (own)
    strength *= w.declared ? w.widest_scope : kDev;
  else if (w.lent)
    strength *= w.widest_scope;
  return {"import",
          std::string(site.file->runtime),
          site.signal,
          {site.file->record->entry.path, site.line, site.signal.substr(site.signal.find(':') + 1)},
          strength,
          false};
}

std::string scope_of(const TechnologyUse& use, const Clues& clues) {
  if (use.identity || use.product_import) return "runtime";
  constexpr std::pair<DependencyScope, const char*> kOrder[] = {
      {DependencyScope::kRuntime, "runtime"},
      {DependencyScope::kPeer, "peer"},
      {DependencyScope::kOptional, "optional"},
      {DependencyScope::kDev, "dev"}};
  for (const auto& [scope, name] : kOrder)
    for (const auto& d : clues.declarations)
      if (d.declared.scope == scope) return name;
  if (!clues.infra.empty()) return "runtime";
  if (!clues.imports.empty()) return "dev";
  return "transitive";
}

TechnologyUse weigh_technology(const TechnologyRow& row, const Clues& clues,
                               const FitInput& input) {
  TechnologyUse use;
  use.row = &row;
  use.identity = clues.identity.has_value();
  use.declared = !clues.declarations.empty();
  bool possible = !use.declared && !use.identity && clues.only_ambiguous && !clues.imports.empty();
  auto w = weigh(row, clues, input);
  use.imported = !clues.imports.empty() && !possible;
  use.product_import = use.imported && w.best_import_zone >= kIntegration;
  if (clues.identity) {
    use.sightings.push_back(*clues.identity);
    use.sightings.back().strength = kIdentity;
    Sighting code = use.sightings.back();  // its code is right here, which is a second witness
    code.evidence_class = "structure";
    use.sightings.push_back(code);
  }
  for (const auto& d : clues.declarations)
    use.sightings.push_back(weigh_declaration(d, row, clues, w));
  for (const auto& site : clues.imports) {
    use.sightings.push_back(weigh_import(site, w));
    if (possible) use.sightings.back().strength = 0;
  }
  use.sightings.insert(use.sightings.end(), clues.infra.begin(), clues.infra.end());
  use.sightings.insert(use.sightings.end(), clues.locked.begin(), clues.locked.end());
  use.scope = possible && clues.infra.empty() ? "possible" : scope_of(use, clues);
  std::sort(use.sightings.begin(), use.sightings.end(), [](const Sighting& a, const Sighting& b) {
    return std::tie(b.strength, a.place.path, a.place.line, a.evidence_class, a.signal) <
           std::tie(a.strength, b.place.path, b.place.line, b.evidence_class, b.signal);
  });
  return use;
}

}  // namespace

std::vector<TechnologyUse> find_technologies(const FitInput& input) {
  std::vector<TechnologyUse> uses;
  for (const auto& [row, clues] : gather_clues(input))
    uses.push_back(weigh_technology(*row, clues, input));
  std::sort(uses.begin(), uses.end(),
            [](const TechnologyUse& a, const TechnologyUse& b) { return a.row->id < b.row->id; });
  return uses;
}

std::vector<Technology> list_technologies(const std::vector<TechnologyUse>& uses) {
  constexpr std::size_t kPlacesShown = 8;
  std::vector<Technology> list;
  for (const auto& use : uses) {
    Technology t{use.row->id, use.row->name, use.row->category, use.scope, {}};
    for (const auto& sighting : use.sightings)
      if (t.evidence.size() < kPlacesShown) t.evidence.push_back(sighting.place);
    list.push_back(std::move(t));
  }
  return list;
}

const TechnologyUse* find_use(const std::vector<TechnologyUse>& uses, std::string_view id) {
  auto at = std::find_if(uses.begin(), uses.end(),
                         [&](const TechnologyUse& use) { return use.row->id == id; });
  return at == uses.end() ? nullptr : &*at;
}

}  // namespace stackfit
