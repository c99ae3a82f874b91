#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/options.h"
#include "project/project_facts.h"
#include "rules/rule_set.h"

namespace stackfit {

/// Points a rule takes from 100, and from what.
struct Deduction {
  std::string rule;
  std::string category;
  double points = 0;
  double flagged = 0;
  double clean = 0;
  double alone = 0;          ///< points it would cost without the other rules of its category
  double category_most = 0;  ///< what the category costs at most, however many rules it has
};

/// A fix and what it gains.
struct NextStep {
  std::string rule;
  std::string path;  ///< where to start
  std::uint32_t line = 0;
  double gain = 0;  ///< points
  std::string text;
};

struct Health {
  std::string version;      ///< of formula, rule set and calibration together
  double score = 100;       ///< 0–100
  double score_low = 100;   ///< counting every finding fully
  double score_high = 100;  ///< counting only the sure ones
  std::string grade;        ///< A … E
  double coverage = 100;    ///< percent of product files and rules that could be judged
  double to_next_grade = 0;
  std::vector<Deduction> deductions;        ///< dearest first
  std::vector<std::string> not_applicable;  ///< rules without units
  std::vector<std::string> inconclusive;    ///< rules that could not look
  std::vector<NextStep> next;               ///< at most three
};

/// A verdict under one lens.
struct LensVerdict {
  double score = 0;
  std::string verdict;  ///< strong, good, caution, poor, undecided
};

struct Suggestion {
  std::string id;
  std::string text;
};

struct DimensionVerdict {
  std::string id;
  std::string name;
  double evidence_sum = 0;  ///< E: what presence and the weight in the whole come from
  double presence = 0;      ///< 0–1
  bool present = false, dominant = false;
  std::string confidence;  ///< high, medium, low
  double score = 0;        ///< 0–100, by the lens that was asked for
  std::string verdict;
  std::string leans;  ///< what an undecided verdict leans to
  LensVerdict article, today;
  std::vector<std::string> claims;
  std::vector<Evidence> evidence;
  std::vector<Suggestion> suggestions;
};

struct Fit {
  std::vector<RuntimeFacts> runtimes;
  std::vector<DimensionVerdict> dimensions;  ///< present ones first, strongest first
  double score = 0;
  std::string verdict;
  std::string reason;                   ///< why it is undecided, when it is
  std::vector<Suggestion> suggestions;  ///< about the stack as a whole
};

/// The same code with some fixes done.
struct WhatIf {
  std::uint64_t findings = 0;  ///< that would be gone
  Health health;
  Fit fit;
};

struct Verdict {
  Health health;
  Fit fit;
  std::optional<WhatIf> what_if;  ///< with Options::what_if
};

/// How healthy is the code? Deductions from 100, each from the odds of flagged to clean units
/// (stack-fit.md §5.3).
Health judge_health(const ProjectFacts& project, const RuleSet& rules);

/// How well does the stack suit the work? (stack-fit.md §5.1, §5.2)
Fit judge_fit(const ProjectFacts& project, Lens lens);

/// Both, by the run's lens, and again as if its fixes were done.
Verdict judge(const ProjectFacts& project, const RuleSet& rules, const Options& options);

}  // namespace stackfit
