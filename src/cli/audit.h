#pragma once
#include "core/result.h"
#include "facts/gather.h"
#include "report/report.h"

namespace stackfit {

/// The pipeline: lists the tree, gathers facts, surveys the project and judges it.
Result<Report> audit(Tree& tree, const RuleSet& rules, const Options& options,
                     const GatherOptions& how);

}  // namespace stackfit
