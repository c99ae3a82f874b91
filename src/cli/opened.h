#pragma once
#include <optional>

#include "cli/invocation.h"
#include "core/result.h"
#include "tree/tree.h"

namespace stackfit {

/// What a run looks at: one state, or two that are compared.
struct Opened {
  std::unique_ptr<Tree> tree;    ///< null: two states
  std::optional<TreePair> pair;  ///< with --staged or --since
};

/// Opens what the options ask for; `revision` is a commit to look at, or empty. Fails as open_tree,
/// open_revision and open_change do.
Result<Opened> open_states(const Options& options, const std::string& revision);

}  // namespace stackfit
