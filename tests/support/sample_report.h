#pragma once
#include "report/report.h"

namespace stackfit {

/// A report that uses every part of the contract, with the worst strings a repository can hold:
/// every writer is run over it.
Report sample_report();

/// The rules its findings name.
RuleSet sample_rules();

/// The hostile strings alone.
std::vector<std::string> hostile_strings();

}  // namespace stackfit
