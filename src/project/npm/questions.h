#pragma once
#include <vector>

#include "core/options.h"
#include "facts/gather.h"
#include "registry/ask.h"
#include "rules/rule_set.h"

namespace stackfit::npm {

/// What a registry is asked about a project, and what is known beforehand.
struct Questionnaire {
  std::vector<Question> questions;     ///< sorted by name
  std::vector<SeenVersion> sightings;  ///< bundled: days on which versions were in use
  std::vector<SeenVersion> flagged;    ///< versions known to be flagged by their author
};

/// Names that came from a registry: the direct dependencies of every package.json, or everything
/// that is locked. Never the packages of the project itself, what comes from git, folders and
/// addresses, or a scope that the project's own settings take from elsewhere.
Questionnaire questionnaire(const std::vector<FileRecord>& records, const RuleSet& rules,
                            const Options& options);

}  // namespace stackfit::npm
