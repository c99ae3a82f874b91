#include "cli/base_choices.h"

#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

namespace stackfit {
namespace {

using Kind = BaseChoice::Kind;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string fetch_of(const std::string& branch) {
  return fmt::format("fetch it: git fetch origin {0}:refs/remotes/origin/{0}", branch);
}

BaseChoice branch_of_origin(std::string branch) {
  constexpr std::string_view kHeads = "refs/heads/";
  if (branch.starts_with(kHeads)) branch.erase(0, kHeads.size());
  return {Kind::kMergeBase, "origin/" + branch, fetch_of(branch), false};
}

// Variables in which a CI system names the target branch of a pull request.
constexpr const char* kTargetBranches[] = {
    "GITHUB_BASE_REF",                      // GitHub Actions
    "SYSTEM_PULLREQUEST_TARGETBRANCH",      // Azure Pipelines
    "CHANGE_TARGET",                        // Jenkins, multibranch
    "BITBUCKET_PR_DESTINATION_BRANCH",      // Bitbucket Pipelines
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",  // GitLab
};

std::vector<BaseChoice> automatic() {
  std::vector<BaseChoice> choices;
  // actions/checkout checks out the merge of a pull request into its target.
  if (variable("GITHUB_EVENT_NAME") == "pull_request")
    choices.push_back({Kind::kFirstParent, "",
                       "check out with fetch-depth: 2 (actions/checkout), or: git fetch --deepen=1",
                       true});
  if (auto base = variable("CI_MERGE_REQUEST_DIFF_BASE_SHA"); !base.empty()) {
    choices.push_back(
        {Kind::kExact, base, fmt::format("fetch it: git fetch origin {}", base), false});
    return choices;
  }
  for (const char* name : kTargetBranches)
    if (auto branch = variable(name); !branch.empty()) {
      choices.push_back(branch_of_origin(branch));
      return choices;
    }
  choices.push_back({Kind::kMergeBase, "origin/HEAD", "", true});
  choices.push_back({Kind::kMergeBase, "@{upstream}", "", true});
  return choices;
}

}  // namespace

std::vector<BaseChoice> base_choices(const std::string& revision) {
  constexpr std::string_view kOrigin = "origin/";
  if (revision == "auto") return automatic();
  auto branch = revision.starts_with(kOrigin) ? revision.substr(kOrigin.size()) : revision;
  auto remedy = revision.starts_with(kOrigin)
                    ? fetch_of(branch)
                    : fmt::format("{}, and compare with origin/{}", fetch_of(branch), branch);
  return {{Kind::kMergeBase, revision, remedy, false}};
}

}  // namespace stackfit
