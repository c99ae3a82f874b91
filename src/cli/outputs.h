#pragma once
#include "cli/console.h"

namespace stackfit {

/// True when standard output or a file of the run gets a format that uses `Report::excerpts`.
bool needs_source(const Options& options);

/// What standard output gets; empty when it gets nothing.
std::string standard_output(const Report& report, const RuleSet& rules, const Console& console);

/// Writes the report to the files of --output. What a format had to leave out is a note on standard
/// error.
Result<void> write_files(const Report& report, const RuleSet& rules, const Console& console);

/// Writes the report in every format asked for: the files of --output, then standard output. Fails
/// with kIo on the first that cannot be written. What a format had to leave out is a note on
/// standard error.
Result<void> write_outputs(const Report& report, const RuleSet& rules, const Console& console);

}  // namespace stackfit
