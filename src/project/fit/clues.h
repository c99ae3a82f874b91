#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "project/fit/fit_input.h"
#include "rules/fit_data.h"

// Where the technologies of the catalogue show, before anything is weighed.

namespace stackfit {

/// One place where a technology shows, with what it counts there.
struct Sighting {
  std::string evidence_class;  ///< manifest, lockfile, import, infra, structure
  std::string runtime;         ///< node, python, ""
  std::string signal;          ///< `npm:ws`, `docker:redis`, `file:Dockerfile`
  Evidence place;
  double strength = 0;  ///< scope × zone × corroboration × breadth; × weight gives the evidence
  bool image = false;   ///< weighs one less than the technology
};

/// A manifest asks for it.
struct Declaration {
  const FitFile* file;
  Declared declared;
  std::string signal;
  std::string_view runtime;
  bool types_only = false;  ///< a stub package such as `@types/x`
};
/// A source file imports it.
struct ImportSite {
  const FitFile* file;
  std::uint32_t line;
  std::string signal;
  bool guarded;
};

/// All that is known of one technology before it is weighed.
struct Clues {
  std::vector<Declaration> declarations;
  std::vector<ImportSite> imports;
  std::vector<Sighting> infra;
  std::vector<Sighting> locked;
  std::optional<Sighting> identity;
  bool run_by_command = false;
  bool only_ambiguous = true;  ///< every import of it could mean something else
};
using CluesById = std::map<const TechnologyRow*, Clues>;

/// Looks through manifests, lockfiles, imports, images, commands and file names.
CluesById gather_clues(const FitInput& input);

/// The path itself, then what remains of it below each folder a glob may be anchored at.
std::vector<std::string_view> anchored_paths(const FitInput& input, std::string_view path);

}  // namespace stackfit
