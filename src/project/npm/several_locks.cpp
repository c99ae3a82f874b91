// Two managers never resolve alike, and nobody updates both files: which versions run depends on
// who installed. Which file is kept is said where the manifest names its manager (`packageManager`,
// https://nodejs.org/api/packages.html#packagemanager); else nothing is guessed.
#include "project/npm/several_locks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "project/zones.h"
#include "rules/message.h"

namespace stackfit {
namespace {

constexpr std::string_view kRule = "several-lockfiles";

struct LockName {
  std::string_view file, manager, manifest;
};
// npm's shrinkwrap beside its lockfile, and bun's two forms, are one manager's.
constexpr LockName kLockNames[] = {
    {"package-lock.json", "npm", "package.json"}, {"npm-shrinkwrap.json", "npm", "package.json"},
    {"yarn.lock", "yarn", "package.json"},        {"pnpm-lock.yaml", "pnpm", "package.json"},
    {"bun.lock", "bun", "package.json"},          {"bun.lockb", "bun", "package.json"},
    {"uv.lock", "uv", "pyproject.toml"},          {"poetry.lock", "poetry", "pyproject.toml"},
    {"pdm.lock", "pdm", "pyproject.toml"},        {"Pipfile.lock", "pipenv", "pyproject.toml"}};

struct Folder {
  std::map<std::string_view, std::string> locks;  // path by manager
  const FileRecord* manifest = nullptr;
};

// By the path of the manifest, which need not be there.
std::map<std::string, Folder> folders_of(const std::vector<FileRecord>& records) {
  std::map<std::string, Folder> folders;
  for (const FileRecord& record : records) {
    const std::string& path = record.entry.path;
    if (zone_of(path) != Zone::kProduct) continue;
    auto name = base_name(path);
    bool manifest = name == "package.json" || name == "pyproject.toml";
    if (manifest && record.facts.manifest) folders[path].manifest = &record;
    for (const LockName& lock : kLockNames)
      if (lock.file == name)
        folders[join_path(folder_of(path), lock.manifest)].locks.emplace(lock.manager, path);
  }
  return folders;
}

// `pnpm@9.1.0` → `pnpm`; empty when the manifest names none.
std::string manager_of(const FileRecord* manifest) {
  if (manifest == nullptr) return "";
  for (const Setting& setting : manifest->facts.manifest->settings)
    if (setting.key == "packageManager") return setting.value.substr(0, setting.value.find('@'));
  return "";
}

Finding finding_of(const Folder& folder, const Rule& rule) {
  std::vector<std::string> paths, managers;
  for (const auto& [manager, path] : folder.locks) {
    paths.push_back(path);
    managers.emplace_back(manager);
  }
  auto kept = manager_of(folder.manifest);
  bool known = folder.locks.count(kept) > 0;
  bool python =
      std::any_of(std::begin(kLockNames), std::end(kLockNames), [&](const LockName& lock) {
        return lock.manager == managers.front() && lock.manifest == "pyproject.toml";
      });
  auto advice = python  ? "keep the one your install command reads, and delete the rest"
                : known ? fmt::format("package.json names {}: keep {} and delete the rest", kept,
                                      display(base_name(folder.locks.at(kept))))
                        : "keep the one your install command reads, and name its manager in "
                          "package.json (packageManager)";
  Finding finding;
  finding.rule = rule.id;
  finding.severity = rule.severity;
  finding.path = folder.manifest != nullptr ? folder.manifest->entry.path : paths.front();
  finding.scope = std::string(folder_of(paths.front()));
  std::vector<std::string> names;
  for (const auto& path : paths) names.push_back(display(base_name(path)));
  finding.message =
      fill_message(rule.message, {{"files", join(names, ", ")}, {"advice", std::move(advice)}});
  finding.digest = hash_of(kRule);
  for (const auto& path : paths) finding.related.push_back({path, 1, "a lockfile"});
  finding.data = {{"files", paths}, {"managers", managers}, {"named", kept}};
  return finding;
}

}  // namespace

void survey_several_locks(const std::vector<FileRecord>& records, const RuleSet& rules,
                          SuppressionBook& suppressions, npm::AllowBook& allows,
                          ProjectFacts& project) {
  const Rule* rule = find_rule(rules, kRule);
  if (rule == nullptr) return;
  for (const auto& [name, folder] : folders_of(records)) {
    if (folder.locks.size() < 2) continue;
    Finding finding = finding_of(folder, *rule);
    suppressions.apply(finding);
    for (const auto& [manager, path] : folder.locks) {
      auto file = base_name(path);
      allows.apply(finding, {file, manager, "", {}, false});
    }
    project.findings.push_back(std::move(finding));
  }
}

}  // namespace stackfit
