#pragma once
#include <string>
#include <vector>

#include "facts/source_facts.h"
#include "rules/fit_index.h"

namespace stackfit {

/// A technology an import could mean, and the catalogue's name it was known by (`socket.io`,
/// `google.cloud.storage`).
struct ImportedTechnology {
  const TechnologyRow* row = nullptr;
  std::string name;
  bool shared = false;  ///< other technologies have the same name
};

/// The technologies of the catalogue that one import statement or require call could mean. `from a
/// import b` may mean `a.b`. Relative imports mean none.
std::vector<ImportedTechnology> technologies_of(const Import& import);

/// Can the import mean that technology? `child_process` is Node's own module.
bool can_mean(const Import& import, std::string_view technology);

}  // namespace stackfit
