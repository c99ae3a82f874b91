#pragma once
#include <functional>
#include <optional>

#include "core/result.h"
#include "facts/gather.h"
#include "facts/source_needs.h"
#include "registry/ask.h"
#include "report/report.h"

namespace stackfit {

/// What every file of a run is analysed with. The rules have to outlive it.
AnalysisContext analysis_context(const RuleSet& rules, const FileRules& file_rules,
                                 const Options& options);

/// Asks a registry about what was found, or does not: then the value is empty.
using AskFunction =
    std::function<Result<std::optional<RegistryAnswers>>(const std::vector<FileRecord>&)>;

/// The pipeline: lists the tree, gathers facts, surveys the project and judges it. Findings that
/// the baseline lists are marked. `ask` may be
/// empty. When `needs` is not everything, the report says nothing of health and fit. Fails when the
/// tree cannot be listed or the baseline not be read.
Result<Report> audit(Tree& tree, const RuleSet& rules, const Options& options,
                     const GatherOptions& how, const AskFunction& ask = {},
                     SourceNeeds needs = SourceNeeds::kEverything);

/// The same for two states: the report is about `pair.head`, and tells new findings from those that
/// were in `pair.base`. Facts of files that are the same on both sides are gathered once.
Result<Report> audit_change(const TreePair& pair, const RuleSet& rules, const Options& options,
                            const GatherOptions& how, const AskFunction& ask = {});

}  // namespace stackfit
