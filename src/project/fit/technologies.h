#pragma once
#include <string>
#include <vector>

#include "project/fit/clues.h"

namespace stackfit {

/// A technology the repository uses, declares, or is.
struct TechnologyUse {
  const TechnologyRow* row = nullptr;
  bool identity = false;  ///< the repository's own manifest has one of its names
  bool declared = false, imported = false, product_import = false;
  std::string scope;                ///< runtime, dev, peer, optional, transitive, possible
  std::vector<Sighting> sightings;  ///< strongest first, then by place
};

/// Every technology of the catalogue that shows somewhere, by id.
std::vector<TechnologyUse> find_technologies(const FitInput& input);

/// Technologies for the report: with their evidence, sorted by id.
std::vector<Technology> list_technologies(const std::vector<TechnologyUse>& uses);

/// The technology whose import a source file holds; used to ask `requires_any` at project level.
const TechnologyUse* find_use(const std::vector<TechnologyUse>& uses, std::string_view id);

}  // namespace stackfit
