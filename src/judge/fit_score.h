#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/options.h"
#include "project/project_facts.h"
#include "rules/fit_data.h"

// The arithmetic of the stack-fit verdict. Everything here is a pure function of the evidence, and
// none depends on its order.

namespace stackfit {

/// How much work of one kind is there: the workload families by strength, each divided by its rank
/// (1, 1/2, 1/3 …), so that ten add-ons of one framework do not outvote one socket server.
/// A family is as strong as its strongest evidence. Where none is stronger than a companion (2) and
/// fewer than three come near to one, all of them together count 2 at most: hints alone make no
/// kind of work present. Hotspots and mitigations do not take part.
double evidence_sum(const DimensionFacts& dimension);

/// 1 - 2^(-E/4): 0 without evidence, 0.5 at E = 4, 0.75 at E = 8. In [0, 1).
double presence_of(double evidence_sum);

inline constexpr double kPresent = 0.3;
inline constexpr double kDominant = 0.5;

/// `high`, `medium` or `low`, by the number of independent classes of workload evidence.
std::string confidence_of(const DimensionFacts& dimension);

/// The load of badly placed work, S / (C + 4): S sums, over the flagged units, the worst hotspot's
/// weight/3 × confidence; C counts the clean units. A unit is a handler, a job or an async
/// function.
double hotspot_load(const DimensionFacts& dimension);

/// 1 - Π(1 - weight/5 × confidence) over mitigations, one vote per family. In [0, 1].
double mitigation_of(const DimensionFacts& dimension);

/// The stance of the runtimes that carry the work, weighted by their shares. Work done by a hosted
/// service counts with the row's `remote_node`, Python behind a page in JavaScript with
/// `python_server`. Nothing: the article is silent about a runtime that
/// carries more than half of it, or no runtime carries it.
std::optional<double> stance_of(const DimensionRow& row, const DimensionFacts& facts, Lens lens);

/// 0–100: 60 + 15 × stance, lifted towards 75 by mitigations, less a penalty of at most 40 for
/// hotspots, which mitigations shrink.
double fit_score(double stance, const DimensionFacts& dimension);

/// `strong` from 80, `good` from 65, `caution` from 45, else `poor`.
std::string verdict_of(double score);

}  // namespace stackfit
