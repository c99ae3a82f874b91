#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cli/console.h"
#include "core/options.h"
#include "core/result.h"
#include "facts/gather.h"
#include "registry/ask.h"
#include "rules/rule_set.h"

namespace stackfit {

/// Asks the registry about the packages of a project, when --online was given; else nothing. Shows
/// its progress on standard error. `cache` is a folder, or empty. Fails with kConfig when it is not
/// known whom to ask; what the registry does afterwards fails nothing.
Result<std::optional<RegistryAnswers>> ask_online(const std::vector<FileRecord>& records,
                                                  const RuleSet& rules, const Options& options,
                                                  const std::string& cache, bool show_progress);

}  // namespace stackfit
