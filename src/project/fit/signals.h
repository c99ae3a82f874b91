#pragma once
#include <map>
#include <string>
#include <vector>

#include "project/fit/technologies.h"
#include "project/graph/call_graph.h"

namespace stackfit {

/// Evidence by dimension id.
using EvidenceByDimension = std::map<std::string, std::vector<FitEvidence>, std::less<>>;

/// What a technology's sightings say: strength is the sighting's × the weight of the technology.
void add_technologies(const std::vector<TechnologyUse>& uses, EvidenceByDimension& evidence);

/// The signal of a page in JavaScript before a server in Python.
inline constexpr std::string_view kTwoLanguages = "f_two_language_ui";

/// Hits of the call queries. A hotspot counts in product code only, and where its scope says so: in
/// a handler, or in what one calls.
void add_calls(const FitInput& input, const CallGraph& calls, EvidenceByDimension& evidence);

/// File tests: path globs and texts in files.
void add_files(const FitInput& input, const std::vector<TechnologyUse>& uses,
               EvidenceByDimension& evidence);

/// Keys and commands of manifests, Dockerfiles, Procfiles, compose and CI files.
void add_manifests(const FitInput& input, EvidenceByDimension& evidence);

/// What only the whole project shows: sizes, shares, halves that belong together.
void add_structure(const FitInput& input, const std::vector<TechnologyUse>& uses,
                   EvidenceByDimension& evidence);

/// One hit of a row of fit-tests.tsv as evidence for each of its dimensions. `factor` is what the
/// place counts, 0–1; `family` the technology that the row is known by, if it is one.
void add_test(const FitTest& row, const Evidence& place, double factor, std::string_view runtime,
              EvidenceByDimension& evidence, std::string_view family = "");

}  // namespace stackfit
