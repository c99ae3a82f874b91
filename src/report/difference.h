#pragma once
#include <string>
#include <vector>

#include "report/report.h"

// What `stackfit report diff` prints: how two reports differ.

namespace stackfit {

/// A number before and after.
struct Shift {
  std::string name;
  double before = 0, after = 0;
};

/// What a rule cost and how often it was broken.
struct RuleShift {
  std::string rule;
  double points_before = 0, points_after = 0;
  std::size_t findings_before = 0, findings_after = 0;
};

struct VerdictShift {
  std::string name;
  LensVerdict before, after;
};

/// Findings that went and came: of a folder, or of an owner.
struct Turnover {
  std::string name;
  std::size_t gone = 0, fresh = 0;
};

/// From `before` to `after`. Findings are the same when their fingerprints are; what is suppressed
/// or in a baseline is not looked at. The findings belong to the reports.
struct Difference {
  const Report* before = nullptr;
  const Report* after = nullptr;
  std::vector<const Finding*> gone, fresh;
  std::vector<const Finding*> worse;  ///< of `after`: the same, but more severe
  std::size_t same = 0;
  std::vector<RuleShift> rules;         ///< that cost more or less, greatest change first
  std::vector<VerdictShift> verdicts;   ///< kinds of work whose verdict or score moved
  std::vector<Turnover> folders;        ///< greatest turnover first; `.` is the root
  std::vector<Shift> owners;            ///< open findings of each, where both reports count them
  std::vector<std::string> left, came;  ///< unmaintained packages, `name version`
  bool other_rules = false;             ///< different rules made the reports
};

Difference difference_of(const Report& before, const Report& after);

/// "strong 83", "undecided", or "absent".
std::string words_of(const LensVerdict& lens);
/// "+1.2"; what rounds to nothing has no sign.
std::string signed_points(double gain, int decimals = 1);

std::string write_difference_text(const Difference& difference, const Style& style);
std::string write_difference_markdown(const Difference& difference);
std::string write_difference_json(const Difference& difference);

}  // namespace stackfit
