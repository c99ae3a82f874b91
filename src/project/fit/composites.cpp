#include "project/fit/composites.h"

#include <algorithm>

namespace stackfit {
namespace {

// The strongest sighting of a technology whose code the product runs; null when it does not.
const Sighting* used(const std::vector<TechnologyUse>& uses, std::string_view id) {
  const auto* use = find_use(uses, id);
  bool runs = use && (use->product_import || use->declared) && !use->sightings.empty() &&
              use->sightings.front().strength >= 0.2;
  return runs ? &use->sightings.front() : nullptr;
}

template <std::size_t N>
const Sighting* first_used(const std::vector<TechnologyUse>& uses, const std::string_view (&ids)[N],
                           std::string_view& which) {
  for (auto id : ids)
    if (const auto* sighting = used(uses, id)) {
      which = id;
      return sighting;
    }
  return nullptr;
}

void add(std::vector<TechnologyUse>& uses, std::string_view id, const std::string& what,
         const std::vector<const Sighting*>& parts) {
  TechnologyUse use;
  use.row = find_technology(id);
  if (!use.row) return;
  use.declared = use.imported = use.product_import = true;
  use.scope = "runtime";
  double weakest = 1;
  for (const auto* part : parts) weakest = std::min(weakest, part->strength);
  for (const auto* part : parts) {
    Sighting sighting = *part;
    sighting.evidence_class = "structure";
    sighting.signal = id;
    sighting.image = false;
    sighting.strength = weakest;
    sighting.place.what = what + ": " + part->place.what;
    use.sightings.push_back(std::move(sighting));
  }
  auto at =
      std::lower_bound(uses.begin(), uses.end(), id,
                       [](const TechnologyUse& u, std::string_view i) { return u.row->id < i; });
  uses.insert(at, std::move(use));
}

std::string kit_name(std::string_view interface) {
  if (interface == "react") return "MERN";
  if (interface == "vue") return "MEVN";
  if (interface == "angularjs") return "MEAN with AngularJS";
  return "MEAN";
}

void add_kit(std::vector<TechnologyUse>& uses) {
  constexpr std::string_view kInterfaces[] = {"angular", "react", "vue", "angularjs"};
  std::string_view which;
  const auto* interface = first_used(uses, kInterfaces, which);
  const auto* database = used(uses, "mongodb");
  const auto* server = used(uses, "express");
  if (interface && database && server)
    add(uses, "kits_mean", kit_name(which), {database, server, interface});
}

void add_served_model(std::vector<TechnologyUse>& uses) {
  constexpr std::string_view kServers[] = {"fastapi",   "flask",   "django",
                                           "starlette", "aiohttp", "litestar"};
  constexpr std::string_view kModels[] = {"pytorch",      "tensorflow", "keras", "sklearn",
                                          "transformers", "onnx_py",    "gboost"};
  std::string_view which;
  const auto* server = first_used(uses, kServers, which);
  const auto* model = first_used(uses, kModels, which);
  if (server && model) add(uses, "lambda_py_ml", "model in a web process", {server, model});
}

}  // namespace

void add_composites(std::vector<TechnologyUse>& uses) {
  add_kit(uses);
  add_served_model(uses);
}

}  // namespace stackfit
