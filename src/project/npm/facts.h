#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "project/npm/semver.h"

namespace stackfit::npm {

/// What is known of one npm package that has, in part or as a whole, an end: a row of
/// rules/data/npm-facts.tsv.
struct Fact {
  std::string_view name;
  std::string_view status;  ///< deprecated, archived, superseded, maintenance-mode
  std::string_view kind;    ///< unsupported, renamed, security … (rules/data/npm-kinds.tsv)
  bool package_level = false;
  bool every_version = false;            ///< the project's own notice speaks of all of it
  std::vector<Version> versions;         ///< seen flagged by their author
  std::optional<Range> affected;         ///< range the notice states or observation gave
  std::optional<Version> clean;          ///< lowest later version seen without a flag
  std::optional<Version> cleanest;       ///< highest such version
  std::vector<std::string> replacement;  ///< `native:` in front of a platform feature
  std::string_view since;                ///< ISO date of the earliest sighting
  int repositories = 0;                  ///< public repositories whose lockfiles agree
  std::string_view evidence;
};

/// The bundled facts. Rows refer to the program's own data.
struct FactBook {
  std::unordered_map<std::string_view, Fact> facts;
  /// Small finished packages: old, widely used, and well.
  std::unordered_map<std::string_view, Version> finished;
  /// Of these: the version and the day since which it is known to be in use.
  std::unordered_map<std::string_view, std::pair<std::string_view, std::string_view>> sightings;
  std::string date;  ///< of the harvest, ISO
};

/// Reads the data files once.
const FactBook& fact_book();

/// How strongly a fact speaks of a version.
enum class Match { kNone, kExact, kRange };

/// Whether the fact holds for this version: seen flagged (kExact), inside what the notice affects,
/// or not above the highest flagged version of a package that ended as a whole (kRange). A higher
/// version may be a revival: kNone.
Match match(const Fact& fact, const Version& version);

}  // namespace stackfit::npm
