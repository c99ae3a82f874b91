#include "project/statistics.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/text.h"

namespace stackfit {
namespace {

using Counts = std::map<std::string, std::array<std::uint64_t, 3>>;

std::uint64_t sum_of(const Tally& tally) {
  return std::accumulate(tally.count.begin(), tally.count.end(), std::uint64_t{0});
}

std::vector<Tally> sorted(const Counts& counts) {
  std::vector<Tally> tallies;
  for (const auto& [name, count] : counts) tallies.push_back({name, count});
  std::stable_sort(tallies.begin(), tallies.end(),
                   [](const Tally& a, const Tally& b) { return sum_of(a) > sum_of(b); });
  return tallies;
}

}  // namespace

Statistics count_findings(const std::vector<Finding>& findings, const CodeOwners& owners) {
  Counts by_rule, by_directory, by_owner;
  std::map<std::string_view, std::vector<std::string>> owners_by_path;
  for (const Finding& finding : findings) {
    if (finding.status == FindingStatus::kSuppressed || finding.baselined) continue;
    auto severity = static_cast<std::size_t>(finding.severity);
    auto folder = folder_of(finding.path);
    ++by_rule[finding.rule][severity];
    ++by_directory[folder.empty() ? "." : std::string(folder)][severity];
    if (owners.path.empty()) continue;
    auto [known, is_new] = owners_by_path.try_emplace(finding.path);
    if (is_new) known->second = owners_of(owners, finding.path);
    for (const auto& owner : known->second) ++by_owner[owner][severity];
    if (known->second.empty()) ++by_owner["(nobody)"][severity];
  }
  return {sorted(by_rule), sorted(by_directory), sorted(by_owner), owners.path};
}

}  // namespace stackfit
