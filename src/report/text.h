#pragma once
#include "report/report.h"

// Sections of the terminal report; each starts with an empty line, or is empty.

namespace stackfit {

/// Grade, score with its interval, what is next and what costs most.
std::string health_section(const Report& report, const Style& style);
/// With --what-if: the scores after the fixes.
std::string what_if_section(const Report& report, const Style& style);
/// What was compared and how it came out, and what a baseline did.
std::string change_section(const Report& report, const Style& style);
/// Findings by rule, most severe first, each with place, message and what to do.
std::string findings_section(const Report& report, const RuleSet& rules, const Style& style);
/// Kinds of work, how the stack suits them, and the verdict for the whole.
std::string fit_section(const Report& report, const Style& style);

/// The head of the report: name, runtimes, what was analysed.
std::string head_section(const Report& report, const Style& style);
/// Files that should have been analysed and were not, or not wholly.
std::string gaps_section(const Report& report, const Style& style);
/// `stackfit fit`: every kind of work that is present, with both readings of the article, and the
/// technologies it was told by.
std::string write_fit_text(const Report& report, const Style& style);
/// The same as JSON: `fit` and `technologies` as in the whole report.
std::string write_fit_json(const Report& report, const Style& style);

/// With --history: the states of the past and the hotspots, as `stackfit trend` shows them.
std::string history_section(const Report& report, const Style& style);

/// With --statistics: findings by rule, folder and owner.
std::string statistics_section(const Report& report, const Style& style);

}  // namespace stackfit
