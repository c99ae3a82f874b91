#include "cli/installed.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "project/npm/workspaces.h"
#include "registry/address.h"

namespace stackfit {
namespace {

constexpr std::uint64_t kMostBytes = 16 << 20, kMostReadme = 1 << 20;
constexpr std::string_view kReadmes[] = {"README.md", "readme.md", "Readme.md", "README.markdown",
                                         "README"};
constexpr std::string_view kRecord = "node_modules/.package-lock.json";

bool add_if_there(const Tree& tree, const std::string& path, std::uint64_t most,
                  std::vector<Entry>& entries) {
  auto bytes = tree.read(path, most);
  if (!bytes) return false;
  Entry entry;
  entry.path = path;
  entry.size = bytes->size();
  entries.push_back(std::move(entry));
  return true;
}

// The record, the manifests that show whether it is true, and the READMEs.
std::vector<Entry> installed_files(const Tree& tree, const std::vector<FileRecord>& records) {
  std::vector<Entry> entries;
  std::set<std::string> asked;
  for (const npm::Workspace& workspace : npm::find_workspaces(records).all) {
    if (workspace.manifest == nullptr) continue;
    bool record = workspace.lock == nullptr &&
                  add_if_there(tree, join_path(workspace.folder, kRecord), kMostBytes, entries);
    for (const npm::Direct& direct : workspace.directs) {
      const std::string& name = direct.declared->name;
      auto folder = join_path(workspace.folder, "node_modules/" + name);
      if (path_of_package(name).empty() || !asked.insert(folder).second) continue;
      if (record) add_if_there(tree, join_path(folder, "package.json"), kMostReadme, entries);
      for (std::string_view readme : kReadmes)
        if (add_if_there(tree, join_path(folder, readme), kMostReadme, entries)) break;
    }
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.path < b.path; });
  return entries;
}

using Versions = std::map<std::string, std::string>;  // by folder

// npm itself believes its record when it is newer than every folder it lists. Times are lost when a
// folder is copied; that the folders hold what the record says is the same question, asked better.
bool is_contradicted(const FileRecord& record, const Versions& installed) {
  auto above = folder_of(folder_of(record.entry.path));
  return std::any_of(record.facts.manifest->packages.begin(), record.facts.manifest->packages.end(),
                     [&](const LockedPackage& package) {
                       auto at = installed.find(join_path(above, package.key));
                       return at != installed.end() && at->second != package.version;
                     });
}

}  // namespace

void add_installed(const Tree& tree, const AnalysisContext& context, const GatherOptions& how,
                   std::vector<FileRecord>& records) {
  auto entries = installed_files(tree, records);
  if (entries.empty()) return;
  auto found = gather_facts(tree, entries, context, how);
  std::erase_if(found, [](const FileRecord& record) { return !record.facts.manifest; });
  Versions installed;
  for (const FileRecord& record : found)
    if (record.facts.manifest->format == "package-json")
      installed.emplace(folder_of(record.entry.path), record.facts.manifest->package_version);
  for (FileRecord& record : found) {
    ManifestFacts& manifest = *record.facts.manifest;
    if (manifest.format == "package-json") continue;
    if (manifest.format == "package-lock" && is_contradicted(record, installed))
      manifest.problem = "other versions are installed than it says";
    records.push_back(std::move(record));
  }
  std::sort(records.begin(), records.end(),
            [](const FileRecord& a, const FileRecord& b) { return a.entry.path < b.entry.path; });
}

}  // namespace stackfit
