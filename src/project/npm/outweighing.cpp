// How much code stands behind each dependency. A small program with many dependencies is mostly the
// work of others: what it does is decided, and broken, by their updates.
#include <fmt/format.h>

#include <algorithm>

#include "facts/npm/npm_reading.h"
#include "project/npm/sprawl.h"
#include "rules/message.h"

namespace stackfit::npm {
namespace {

bool is_own(const Direct& direct) {
  auto kind = parse_npm_spec(direct.declared->range).kind;
  return kind == NpmSpec::Kind::kFile || kind == NpmSpec::Kind::kWorkspace;
}

}  // namespace

SprawlResult find_outweighing(const Usage& usage, const Rule& rule) {
  SprawlResult result;
  auto threshold = [&](const char* name) { return rule.threshold.at(name); };
  const auto& all = usage.workspaces().all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].manifest == nullptr || !all[i].product) continue;
    std::vector<const Declared*> runtime;
    for (const Direct& direct : all[i].directs)
      if (direct.declared->scope == DependencyScope::kRuntime && !is_own(direct))
        runtime.push_back(direct.declared);
    auto own = std::count_if(runtime.begin(), runtime.end(), [&](const Declared* declared) {
      return usage.of(i).imports.count(declared->name) > 0;
    });
    auto lines = static_cast<double>(usage.of(i).code_lines);
    auto count = static_cast<double>(runtime.size());
    if (count < threshold("dependencies") || lines < threshold("least_lines") ||
        !usage.of(i).complete || static_cast<double>(own) * 2 < count)
      continue;
    if (lines / count >= threshold("lines")) {
      ++result.clean;
      continue;
    }
    Finding finding = sprawl_finding(rule, all[i].path, runtime.front()->line, rule.id);
    finding.message =
        fill_message(rule.message, {{"count", std::to_string(runtime.size())},
                                    {"lines", std::to_string(usage.of(i).code_lines)}});
    finding.data = {{"dependencies", static_cast<std::int64_t>(runtime.size())},
                    {"code_lines", static_cast<std::int64_t>(lines)}};
    result.findings.push_back({std::move(finding), all[i].manifest->package, ""});
  }
  return result;
}

}  // namespace stackfit::npm
