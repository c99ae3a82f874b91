// A dependency nobody names. Seeing that something is not used is harder than seeing a use: plugins
// are loaded by convention, commands called from scripts, types meant for the compiler. So a name
// anywhere in the project's texts speaks for it, whole families are never judged
// (rules/data/npm-implicit.toml), and a workspace of which a file was lost is left alone.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "facts/npm/npm_reading.h"
#include "project/npm/implicit.h"
#include "project/npm/sprawl.h"
#include "rules/message.h"

namespace stackfit::npm {
namespace {

// What the other direct dependencies want beside them.
std::set<std::string_view> peers_of(const Workspace& workspace) {
  std::set<std::string_view> peers;
  if (workspace.lock == nullptr) return peers;
  const auto& packages = workspace.lock->packages;
  for (const Direct& direct : workspace.directs) {
    if (direct.package == 0 || direct.package > packages.size()) continue;
    for (const Declared& edge : packages[direct.package - 1].dependencies)
      if (edge.scope == DependencyScope::kPeer) peers.insert(edge.name);
  }
  return peers;
}

bool is_judged(const Declared& declared) {
  bool installed =
      declared.scope == DependencyScope::kRuntime || declared.scope == DependencyScope::kDev;
  auto kind = parse_npm_spec(declared.range).kind;
  return installed && kind != NpmSpec::Kind::kFile && !is_companion(declared.name);
}

bool is_called(const Usage& usage, std::size_t index, std::string_view package) {
  auto commands = commands_of(package);
  return std::any_of(commands.begin(), commands.end(), [&](const std::string& command) {
    return usage.is_mentioned(index, command);
  });
}

bool can_judge(const Usage& usage, std::size_t index) {
  const Workspace& workspace = usage.workspaces().all[index];
  const WorkspaceUse& use = usage.of(index);
  return workspace.manifest != nullptr && workspace.product && use.scripts > 0 && use.complete;
}

// A template, a list that is copied elsewhere: when most of it seems unused, something else uses
// it.
bool is_of_other_code(std::size_t unused, double used) {
  constexpr std::size_t kFew = 3;
  return unused > kFew && static_cast<double>(unused) > used;
}

SprawlFinding finding_of(const Workspace& workspace, const Direct& direct, const Rule& rule) {
  const Declared& declared = *direct.declared;
  Finding finding = sprawl_finding(rule, workspace.path, declared.line, declared.name);
  bool runs = declared.scope == DependencyScope::kRuntime;
  finding.confidence = runs ? 0.8 : 0.7;
  finding.message = fill_message(
      rule.message, {{"package", display(declared.name)},
                     {"effect", runs ? "it is installed wherever the project runs"
                                     : "it is installed for everybody who works on it"}});
  std::string version;
  if (direct.package > 0 && direct.package <= workspace.lock->packages.size())
    version = workspace.lock->packages[direct.package - 1].version;
  finding.data = {
      {"name", declared.name}, {"version", version}, {"scope", std::string(runs ? "prod" : "dev")}};
  return {std::move(finding), declared.name, version};
}

}  // namespace

SprawlResult find_unused(const Usage& usage, const Rule& rule) {
  SprawlResult result;
  const auto& all = usage.workspaces().all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!can_judge(usage, i)) continue;
    auto peers = peers_of(all[i]);
    std::vector<SprawlFinding> found;
    double clean = 0;
    for (const Direct& direct : all[i].directs) {
      const Declared& declared = *direct.declared;
      if (!is_judged(declared)) continue;
      bool used = usage.is_used(i, declared.name) || peers.count(declared.name) > 0 ||
                  is_called(usage, i, declared.name);
      if (used)
        ++clean;
      else
        found.push_back(finding_of(all[i], direct, rule));
    }
    if (is_of_other_code(found.size(), clean)) continue;
    result.clean += clean;
    std::move(found.begin(), found.end(), std::back_inserter(result.findings));
  }
  return result;
}

}  // namespace stackfit::npm
