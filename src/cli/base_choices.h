#pragma once
#include <string>
#include <vector>

#include "core/options.h"

namespace stackfit {

/// What `--since REF` compares with. `auto` asks the environment: on a pull request of GitHub the
/// first parent of the merge that was checked out, else the branch or commit that GitHub, GitLab,
/// Azure Pipelines, Jenkins or Bitbucket name as its target; elsewhere the default branch of
/// `origin`, else the upstream of the current branch.
std::vector<BaseChoice> base_choices(const std::string& revision);

}  // namespace stackfit
