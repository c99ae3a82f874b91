#pragma once
#include "report/report.h"

namespace stackfit {

/// A report in which everything that comes from the scanned repository is hostile to the place it
/// is shown in: control and bidirectional characters, runner commands, markup, mentions, links,
/// what is not UTF-8. Every writer is run over it.
Report hostile_report();

/// The strings it is made of, besides those of hostile_strings().
std::vector<std::string> more_hostile_strings();

}  // namespace stackfit
