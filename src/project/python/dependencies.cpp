// Which manifest and which lockfile of Python belong together.
//
// Each tool keeps its lockfile beside the manifest it reads; uv's also speaks for the members of
// its workspace. A requirements file has none: what it pins is pinned in itself, or in the
// constraints it names (`-c`); one that was compiled says who asks for what, and is its own and
// that of what it was compiled from.
// Pipenv's lockfile does not say who requires what, so what it holds beyond the Pipfile is listed
// as a workspace of its own, at the lockfile.
#include "project/python/dependencies.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "facts/python/requirement.h"
#include "project/python/ended.h"
#include "project/zones.h"

namespace stackfit {
namespace {

using npm::Workspace;

constexpr std::string_view kManifests[] = {"pyproject", "requirements", "setup-cfg",
                                           "setup-py",  "pipfile",      "conda"};
constexpr std::string_view kLocks[] = {"uv-lock", "poetry-lock", "pdm-lock", "pipfile-lock"};

// Lockfiles by the manifest they stand beside, the ones that win first.
struct LockRow {
  std::string_view manifest, file;
};
constexpr LockRow kLockRows[] = {
    {"pipfile", "Pipfile.lock"},      {"pyproject", "uv.lock"},
    {"pyproject", "poetry.lock"},     {"pyproject", "pdm.lock"},
    {"setup-py", "uv.lock"},          {"setup-py", "pdm.lock"},
    {"setup-cfg", "uv.lock"},         {"pyproject", "requirements.txt"},
    {"setup-py", "requirements.txt"}, {"setup-cfg", "requirements.txt"},
};

template <std::size_t N>
bool is_one_of(const std::string_view (&list)[N], std::string_view text) {
  return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

using Locks = std::map<std::string, const ManifestFacts*, std::less<>>;  // by path

const LockedPackage* importer_of(const ManifestFacts& lock, std::string_view folder) {
  auto at = std::find_if(
      lock.packages.begin(), lock.packages.end(),
      [&](const LockedPackage& package) { return package.importer && package.key == folder; });
  return at == lock.packages.end() ? nullptr : &*at;
}

// The uv lockfile of a folder above whose workspace this folder is a member of.
Locks::const_iterator lock_above(const Locks& locks, std::string_view folder) {
  for (std::string_view above = folder; !above.empty();) {
    above = folder_of(above);
    auto lock = locks.find(join_path(above, "uv.lock"));
    auto inner = above.empty() ? folder : folder.substr(above.size() + 1);
    if (lock != locks.end() && importer_of(*lock->second, inner) != nullptr) return lock;
  }
  return locks.end();
}

Locks::const_iterator find_lock(const Locks& locks, const Workspace& workspace) {
  const auto& format = workspace.manifest->format;
  if (auto own = locks.find(workspace.path); own != locks.end()) return own;
  if (format == "requirements" && workspace.path.ends_with(".in"))  // what was compiled from it
    if (auto at = locks.find(workspace.path.substr(0, workspace.path.size() - 2) + "txt");
        at != locks.end())
      return at;
  for (const LockRow& row : kLockRows)
    if (row.manifest == format)
      if (auto at = locks.find(join_path(workspace.folder, row.file)); at != locks.end()) return at;
  for (const Setting& setting : workspace.manifest->settings)
    if (setting.key == "requirements.constraint")
      if (auto at = locks.find(normal_path(join_path(workspace.folder, setting.value)));
          at != locks.end())
        return at;
  return format == "pyproject" ? lock_above(locks, workspace.folder) : locks.end();
}

// Names to 1 + index: what the member itself asks for, else whatever is locked under that name.
std::map<std::string_view, std::uint32_t> locked_names(const ManifestFacts& lock,
                                                       std::string_view folder) {
  std::map<std::string_view, std::uint32_t> names;
  if (const auto* importer = importer_of(lock, folder)) {
    for (const Declared& edge : importer->dependencies) names[edge.name] = edge.locked;
    return names;
  }
  for (std::uint32_t i = 0; i < lock.packages.size(); ++i) names[lock.packages[i].name] = i + 1;
  return names;
}

std::string_view inner_folder(const Workspace& workspace) {
  auto above = folder_of(workspace.lock_path);
  std::string_view folder = workspace.folder;
  if (!above.empty() && folder.starts_with(above)) folder.remove_prefix(above.size());
  return folder.starts_with('/') ? folder.substr(1) : folder;
}

void list_directs(Workspace& workspace, std::set<std::string>& seen) {
  std::map<std::string_view, std::uint32_t> locked;
  if (workspace.lock != nullptr) locked = locked_names(*workspace.lock, inner_folder(workspace));
  for (const Declared& declared : workspace.manifest->dependencies) {
    auto name = normalized_distribution(declared.name);
    if (!seen.insert(name).second) continue;
    auto at = locked.find(name);
    if (at == locked.end() && workspace.lock == workspace.manifest) continue;  // brought in
    workspace.directs.push_back({&declared, at == locked.end() ? 0 : at->second});
  }
}

// What a lockfile without requirements holds beyond its manifest, as far as it ended.
void add_unexplained(const std::string& path, const ManifestFacts& lock,
                     const std::set<std::string>& declared, std::vector<Workspace>& all) {
  const auto* importer = importer_of(lock, "");
  if (importer == nullptr) return;
  Workspace workspace;
  workspace.folder = folder_of(path);
  workspace.path = workspace.lock_path = path;
  workspace.lock = &lock;
  workspace.product = false;
  workspace.ecosystem = "pypi";
  for (const Declared& edge : importer->dependencies)
    if (declared.count(edge.name) == 0 && ended_distribution(edge.name, "") != nullptr)
      workspace.directs.push_back({&edge, edge.locked});
  if (!workspace.directs.empty()) all.push_back(std::move(workspace));
}

struct Inputs {
  std::vector<const FileRecord*> manifests;  // by path
  Locks locks;
};

Inputs sort_inputs(const std::vector<FileRecord>& records, npm::Workspaces& found) {
  Inputs inputs;
  for (const FileRecord& record : records) {
    if (!record.facts.manifest) continue;
    const auto& format = record.facts.manifest->format;
    bool manifest = declares_distributions(format), lock = locks_distributions(format);
    if (!manifest && !lock && format != "constraints") continue;
    const std::string& path = record.entry.path;
    if (!record.facts.manifest->problem.empty()) {
      found.unreadable.push_back({path, record.facts.manifest->problem, false});
    } else if (zone_of(path) != Zone::kProduct) {
      if (lock) found.left_out.push_back({path, "lockfile of test or vendored code: data", false});
    } else if (manifest) {
      inputs.manifests.push_back(&record);
      if (!record.facts.manifest->packages.empty())
        inputs.locks.emplace(path, &*record.facts.manifest);
    } else {
      inputs.locks.emplace(path, &*record.facts.manifest);
    }
  }
  std::sort(inputs.manifests.begin(), inputs.manifests.end(),
            [](const auto* a, const auto* b) { return a->entry.path < b->entry.path; });
  return inputs;
}

}  // namespace

bool declares_distributions(std::string_view format) {
  return is_one_of(kManifests, format);
}

bool locks_distributions(std::string_view format) {
  return is_one_of(kLocks, format);
}

npm::Workspaces find_python_workspaces(const std::vector<FileRecord>& records) {
  npm::Workspaces found;
  Inputs inputs = sort_inputs(records, found);
  std::map<std::string, std::set<std::string>> seen;  // names by folder
  for (const FileRecord* record : inputs.manifests) {
    Workspace workspace;
    workspace.path = record->entry.path;
    workspace.folder = folder_of(workspace.path);
    workspace.manifest = &*record->facts.manifest;
    workspace.ecosystem = "pypi";
    if (auto lock = find_lock(inputs.locks, workspace); lock != inputs.locks.end()) {
      workspace.lock = lock->second;
      workspace.lock_path = lock->first;
    }
    list_directs(workspace, seen[workspace.folder]);
    if (!workspace.directs.empty()) found.all.push_back(std::move(workspace));
  }
  for (const auto& [path, lock] : inputs.locks)
    if (lock->format == "pipfile-lock")
      add_unexplained(path, *lock, seen[std::string(folder_of(path))], found.all);
  return found;
}

}  // namespace stackfit
