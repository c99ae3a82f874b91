#pragma once
#include <string>
#include <vector>

#include "project/npm/issues.h"
#include "registry/ask.h"

namespace stackfit::npm {

/// What speaks for and against a package being looked after, beside its age.
struct Wear {
  int rot = 0;                       ///< points for signs that it falls apart
  int finished = 0;                  ///< points for signs that it is simply done
  std::vector<std::string> reasons;  ///< of the rot, short clauses
};

/// What a lockfile and a package.json know of a direct dependency.
struct WearInput {
  const Workspace* workspace = nullptr;
  const JudgedLock* lock = nullptr;
  const LockedPackage* package = nullptr;
  const Packument* document = nullptr;
};
Wear wear_of(const WearInput& input);

/// Points for the age of the last stable release: 0 below two years, 3 from five on.
int age_points(double years);

/// What trusted dates of a registry say in a package's favour: `maintained` (a stable release
/// within two years, or somebody who looks after it released something else of this project
/// lately), `quiet` (older, and hardly anything about it no longer fits), or nothing. Silence is no
/// health.
std::string_view vitality_of(const WearInput& input, const RegistryAnswers& answers,
                             const std::string& as_of);

struct StaleLimits {
  double score = 4, years = 3;
};

/// Direct dependencies that are old and fall apart, as issues of status `stale`: notes, because
/// nobody said that they ended. Only where the registry's dates are believed.
std::vector<Issue> find_stale(const Workspace& workspace, const JudgedLock& lock,
                              const RegistryAnswers& answers, const StaleLimits& limits,
                              const std::string& as_of);

}  // namespace stackfit::npm
