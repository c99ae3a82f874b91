#pragma once
#include <string>
#include <vector>

#include "report/report.h"
#include "rules/fit_data.h"

// The article, claim by claim, beside one repository.

namespace stackfit {

/// What one kind of thing in the repository says about a claim.
struct Testimony {
  std::string what;              ///< `callback-nesting: 12 findings`, `Real-time apps in Node.js`
  std::uint64_t count = 0;       ///< places; 0: a share without places
  std::vector<Evidence> places;  ///< the first few
};

/// A claim with all that speaks for and against it here.
struct ClaimStanding {
  const Claim* claim = nullptr;
  std::vector<Testimony> supports, opposes;
};

/// Every claim, in the article's order. Claims that are wrong or cannot be verified are listed,
/// too: they are quoted, never scored.
std::vector<ClaimStanding> stand_of_claims(const Report& report);

/// Claims by group, each with what the repository says; with Style::verbose the places as well.
std::string write_claims_text(const Report& report, const Style& style);
/// `{claims: [{id, line, group, says, status, today, for: [...], against: [...], unseen}]}`
std::string write_claims_json(const Report& report);

}  // namespace stackfit
