// Which package.json and which lockfile belong together.
//
// A lockfile speaks for its own folder and for every workspace folder it lists. Of several in one
// folder the shrinkwrap wins over the lockfile (npm does the same), and both over the copy that npm
// leaves in node_modules. Where lockfiles of several managers lie side by side the first row of the
// table counts. Lockfiles that name no workspaces (yarn 1) speak for those the root's package.json
// names. Lockfiles below test folders are the data of tests, and so are manifests
// there, unless a lockfile of the product lists them as workspaces.
#include "project/npm/workspaces.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "facts/npm/npm_reading.h"
#include "project/npm/workspace_pattern.h"
#include "project/zones.h"

namespace stackfit::npm {
namespace {

struct Lock {
  std::string path;
  const ManifestFacts* facts = nullptr;
  int rank = 0;
};

// Lockfiles by file name, the ones that win first.
constexpr std::string_view kLockNames[] = {
    "npm-shrinkwrap.json", "package-lock.json", "pnpm-lock.yaml",
    "yarn.lock",           "bun.lock",          ".package-lock.json"};
// What their readers call themselves.
constexpr std::string_view kLockFormats[] = {"package-lock", "pnpm-lock", "yarn-lock", "bun-lock"};

struct Inputs {
  std::map<std::string, const FileRecord*> manifests;  // by folder
  std::map<std::string, Lock> locks;                   // by folder
};

std::string lock_folder(std::string_view path) {
  auto folder = folder_of(path);
  bool hidden = base_name(path) == ".package-lock.json" && base_name(folder) == "node_modules";
  return std::string(hidden ? folder_of(folder) : folder);
}

bool is_foreign(std::string_view folder) {
  Zone zone = zone_of(join_path(folder, "package.json"));
  return zone == Zone::kTest || zone == Zone::kVendored || zone == Zone::kGenerated;
}

void add_lock(const FileRecord& record, Inputs& inputs, Workspaces& found) {
  const ManifestFacts& facts = *record.facts.manifest;
  const std::string& path = record.entry.path;
  auto folder = lock_folder(path);
  if (is_foreign(folder)) {
    found.left_out.push_back({path, "lockfile of test or vendored code: data", false});
    return;
  }
  auto name = std::find(std::begin(kLockNames), std::end(kLockNames), base_name(path));
  Lock lock{path, &facts, static_cast<int>(name - std::begin(kLockNames))};
  auto [at, fresh] = inputs.locks.try_emplace(folder, lock);
  if (!fresh && lock.rank < at->second.rank) at->second = lock;
}

Inputs sort_inputs(const std::vector<FileRecord>& records, Workspaces& found) {
  Inputs inputs;
  for (const FileRecord& record : records) {
    const auto& manifest = record.facts.manifest;
    if (!manifest) continue;
    bool is_lock = std::find(std::begin(kLockFormats), std::end(kLockFormats), manifest->format) !=
                   std::end(kLockFormats);
    if (!is_lock && manifest->format != "package-json") continue;
    if (!manifest->problem.empty())
      found.unreadable.push_back({record.entry.path, manifest->problem, false});
    else if (is_lock)
      add_lock(record, inputs, found);
    else
      inputs.manifests[std::string(folder_of(record.entry.path))] = &record;
  }
  return inputs;
}

const LockedPackage* importer_of(const ManifestFacts& lock, std::string_view folder) {
  auto at = std::find_if(
      lock.packages.begin(), lock.packages.end(),
      [&](const LockedPackage& package) { return package.importer && package.key == folder; });
  return at == lock.packages.end() ? nullptr : &*at;
}

// What the lockfile resolved for one folder, by name or by `name@range`.
using Locked = std::map<std::string, std::uint32_t, std::less<>>;

// The rows of a lockfile without importers: what lies in the root's node_modules, or what stands
// for a descriptor. A package that is the only one of its name answers for overridden ranges too.
Locked locked_by_key(const ManifestFacts& lock) {
  constexpr std::string_view kModules = "node_modules/";
  Locked found;
  std::map<std::string_view, std::uint32_t> by_name;
  for (std::uint32_t i = 0; i < lock.packages.size(); ++i) {
    std::string_view key = lock.packages[i].key;
    if (key.starts_with(kModules)) {
      if (key.find(kModules, 1) == std::string_view::npos)
        found.emplace(key.substr(kModules.size()), i + 1);
      continue;
    }
    auto [at, only] = by_name.emplace(lock.packages[i].name, i + 1);
    if (!only) at->second = 0;
    for (std::string_view rest = key; !rest.empty();) {
      auto comma = rest.find(", ");
      found.emplace(rest.substr(0, comma), i + 1);
      rest = comma == std::string_view::npos ? "" : rest.substr(comma + 2);
    }
  }
  for (const auto& [name, index] : by_name)
    if (index != 0) found.emplace(name, index);
  return found;
}

Locked locked_names(const ManifestFacts& lock, const LockedPackage* importer) {
  if (importer == nullptr) return locked_by_key(lock);
  Locked found;
  for (const Declared& edge : importer->dependencies) found.emplace(edge.name, edge.locked);
  return found;
}

std::uint32_t find_locked(const Locked& locked, const Declared& declared) {
  auto at = locked.find(declared.name + "@" + declared.range);
  if (at == locked.end()) at = locked.find(declared.name);
  return at == locked.end() ? 0 : at->second;
}

void list_directs(Workspace& workspace, const LockedPackage* importer) {
  Locked locked;
  if (workspace.lock != nullptr) locked = locked_names(*workspace.lock, importer);
  const auto* declared = workspace.manifest ? &workspace.manifest->dependencies
                         : importer         ? &importer->dependencies
                                            : nullptr;
  if (declared == nullptr) return;
  std::set<std::string_view> seen;  // runtime rows come first: they win over dev and peer rows
  for (const Declared& row : *declared) {
    if (!seen.insert(row.name).second) continue;
    workspace.directs.push_back({&row, find_locked(locked, row)});
  }
}

bool is_product(std::string_view folder) {
  return zone_of(join_path(folder, "package.json")) == Zone::kProduct;
}

// Folders below `lock_folder` that one lockfile speaks for, "" first.
std::vector<std::string> member_folders(const std::string& lock_folder, const ManifestFacts& lock,
                                        const Inputs& inputs) {
  std::vector<std::string> folders{""};
  for (const LockedPackage& package : lock.packages)
    if (package.importer && !package.key.empty() && !package.key.starts_with("."))
      folders.push_back(package.key);
  auto root = inputs.manifests.find(lock_folder);
  if (folders.size() > 1 || root == inputs.manifests.end()) return folders;
  const auto& patterns = root->second->facts.manifest->workspaces;
  for (const auto& [folder, record] : inputs.manifests) {
    bool below = lock_folder.empty() || folder.starts_with(lock_folder + "/");
    auto inner = below && !lock_folder.empty() ? folder.substr(lock_folder.size() + 1) : folder;
    if (below && !inner.empty() && is_member(patterns, inner)) folders.push_back(inner);
  }
  return folders;
}

// The workspaces one lockfile speaks for.
void add_locked(const std::string& lock_folder, const Lock& lock, const Inputs& inputs,
                std::map<std::string, Workspace>& into) {
  auto folders = member_folders(lock_folder, *lock.facts, inputs);
  for (const std::string& inner : folders) {
    auto folder = inner.empty() ? lock_folder : join_path(lock_folder, inner);
    bool own_lock = !inner.empty() && inputs.locks.count(folder) > 0;
    if (own_lock || into.count(folder) > 0) continue;
    auto manifest = inputs.manifests.find(folder);
    const auto* importer = importer_of(*lock.facts, inner);
    if (manifest == inputs.manifests.end() && importer == nullptr) continue;
    Workspace& workspace = into[folder];
    workspace.folder = folder;
    workspace.path = lock.path;
    if (manifest != inputs.manifests.end()) {
      workspace.path = manifest->second->entry.path;
      workspace.manifest = &*manifest->second->facts.manifest;
    }
    workspace.lock = lock.facts;
    workspace.lock_path = lock.path;
    workspace.product = is_product(folder);
    list_directs(workspace, importer);
  }
}

}  // namespace

Workspaces find_workspaces(const std::vector<FileRecord>& records) {
  Workspaces found;
  Inputs inputs = sort_inputs(records, found);
  std::map<std::string, Workspace> all;
  for (const auto& [folder, lock] : inputs.locks) add_locked(folder, lock, inputs, all);
  for (const auto& [folder, record] : inputs.manifests) {
    if (all.count(folder) > 0) continue;
    if (is_foreign(folder)) {
      found.left_out.push_back(
          {record->entry.path, "manifest of test or vendored code: data", false});
      continue;
    }
    Workspace& workspace = all[folder];
    workspace.folder = folder;
    workspace.path = record->entry.path;
    workspace.manifest = &*record->facts.manifest;
    workspace.product = is_product(folder);
    list_directs(workspace, nullptr);
  }
  for (auto& [folder, workspace] : all) found.all.push_back(std::move(workspace));
  return found;
}

}  // namespace stackfit::npm
