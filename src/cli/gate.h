#pragma once
#include "core/result.h"
#include "report/report.h"

namespace stackfit {

/// Judges a report by the conditions `report.options` names. `base` is the verdict on what it was
/// compared with; null when there is nothing.
Gate check_gate(const Report& report, const Verdict* base);

/// Refuses conditions that need something to compare with when there is nothing. `baseline` is true
/// when findings are compared with a baseline.
Result<void> check_gate_options(const Options& options, bool baseline);

}  // namespace stackfit
