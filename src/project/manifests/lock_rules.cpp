// Lockfiles that are not there, or lock something else than the manifest asks for. A library's
// users never see its lockfile, so only programs are asked for one; what is stale is wrong for
// everybody: `npm ci` and `pnpm install --frozen-lockfile` refuse to install it.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "project/manifests/manifest_rules.h"
#include "project/zones.h"
#include "rules/message.h"

namespace stackfit {
namespace {

constexpr std::string_view kLockNames[] = {"package-lock.json", "npm-shrinkwrap.json",
                                           "yarn.lock",         "pnpm-lock.yaml",
                                           "bun.lock",          "bun.lockb"};
constexpr std::size_t kMostNames = 3;

bool is_deployed(const ManifestFacts& manifest) {
  bool starts = std::any_of(manifest.commands.begin(), manifest.commands.end(),
                            [](const Command& command) { return command.name == "start"; });
  return manifest.is_private || starts || manifest.package_version.empty();
}

std::uint64_t asked_for(const ManifestFacts& manifest) {
  return static_cast<std::uint64_t>(
      std::count_if(manifest.dependencies.begin(), manifest.dependencies.end(),
                    [](const Declared& d) { return d.scope != DependencyScope::kPeer; }));
}

bool has_lock(const std::vector<FileRecord>& records, std::string_view folder) {
  for (const auto& record : records) {
    auto name = base_name(record.entry.path);
    bool lock =
        std::find(std::begin(kLockNames), std::end(kLockNames), name) != std::end(kLockNames);
    if (!lock) continue;
    auto beside = folder_of(record.entry.path);
    bool above =
        beside.empty() || beside == folder || folder.starts_with(std::string(beside) + "/");
    if (above) return true;
  }
  return false;
}

// What the lockfile says the manifest asked for, when it was made.
const LockedPackage* importer_of(const npm::Workspace& workspace) {
  const LockedPackage* found = nullptr;
  auto lock_folder = folder_of(workspace.lock_path);
  std::string_view own = workspace.folder;
  if (!lock_folder.empty() && own.starts_with(lock_folder)) own.remove_prefix(lock_folder.size());
  while (own.starts_with('/')) own.remove_prefix(1);
  for (const auto& package : workspace.lock->packages) {
    auto key = std::string_view(package.key) == "." ? std::string_view() : package.key;
    if (package.importer && key == own) found = &package;
  }
  return found;
}

using Ranges = std::map<std::string, std::string, std::less<>>;

Ranges ranges_of(const std::vector<Declared>& dependencies) {
  Ranges ranges;
  for (const Declared& d : dependencies)
    if (d.scope != DependencyScope::kPeer) ranges[d.name] = d.range;
  return ranges;
}

// Names whose range differs, or that only one of both has.
std::vector<std::string> differences(const ManifestFacts& manifest, const LockedPackage& importer) {
  auto asked = ranges_of(manifest.dependencies), locked = ranges_of(importer.dependencies);
  std::vector<std::string> names;
  for (const auto& [name, range] : asked) {
    bool elsewhere = range.starts_with("workspace:") || range.starts_with("catalog:") ||
                     range.starts_with("link:") || range.starts_with("file:");
    if (elsewhere) continue;
    auto at = locked.find(name);
    bool differs = at == locked.end() || (!at->second.empty() && at->second != range);
    if (differs) names.push_back(name);
  }
  for (const auto& [name, range] : locked)
    if (!asked.contains(name)) names.push_back(name);
  return names;
}

bool records_ranges(const LockedPackage& importer) {
  return std::any_of(importer.dependencies.begin(), importer.dependencies.end(),
                     [](const Declared& d) { return !d.range.empty(); });
}

}  // namespace

ManifestResult judge_missing_locks(const ManifestView& view, const Rule& rule) {
  ManifestResult result;
  for (const auto& workspace : view.workspaces.all) {
    if (workspace.manifest == nullptr || zone_of(workspace.path) != Zone::kProduct) continue;
    auto count = asked_for(*workspace.manifest);
    if (count == 0 || !workspace.product || !is_deployed(*workspace.manifest)) continue;
    ++result.looked_at;
    if (workspace.lock != nullptr || has_lock(view.records, workspace.folder)) continue;
    auto finding = manifest_finding(rule, workspace.path, 1, "lock");
    finding.message = fill_message(rule.message, {{"count", std::to_string(count)}});
    finding.data = {{"dependencies", static_cast<std::int64_t>(count)}};
    result.findings.push_back(std::move(finding));
  }
  return result;
}

ManifestResult judge_stale_locks(const ManifestView& view, const Rule& rule) {
  ManifestResult result;
  for (const auto& workspace : view.workspaces.all) {
    if (workspace.manifest == nullptr || workspace.lock == nullptr || !workspace.product) continue;
    const auto* importer = importer_of(workspace);
    bool comparable = importer != nullptr && records_ranges(*importer);
    if (!comparable || zone_of(workspace.path) != Zone::kProduct) continue;
    ++result.looked_at;
    auto names = differences(*workspace.manifest, *importer);
    if (names.empty()) continue;
    auto finding = manifest_finding(rule, workspace.path, 1, "stale");
    std::vector<std::string> first;
    for (std::size_t i = 0; i < names.size() && i < kMostNames; ++i)
      first.push_back(display(names[i]));
    auto list = join(first, ", ");
    if (names.size() > kMostNames) list += fmt::format(" and {} more", names.size() - kMostNames);
    finding.message =
        fill_message(rule.message, {{"lockfile", display(workspace.lock_path)}, {"names", list}});
    finding.related.push_back({workspace.lock_path, 1, "the lockfile"});
    finding.data = {{"names", names}};
    result.findings.push_back(std::move(finding));
  }
  return result;
}

}  // namespace stackfit
