// Packages whose names conflict: with each other, with modules of Node, with dependencies; and
// those that are only found by chance.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "facts/javascript/imports.h"
#include "facts/npm/npm_reading.h"
#include "project/javascript/node_project.h"
#include "project/npm/semver.h"
#include "project/npm/workspaces.h"
#include "project/zones.h"

namespace stackfit {

namespace {

// The package in the root is one of the workspace's for newer yarn alone: npm 10, yarn 1 and pnpm 9
// install a member of the same name beside it (tried), yarn 4 ends with "Duplicate workspace name".
bool is_member(const npm::Workspace& workspace) {
  bool root = workspace.folder == folder_of(workspace.lock_path);
  bool newer_yarn = workspace.lock->format == "yarn-lock" && !workspace.lock->version.empty();
  return !root || newer_yarn;
}

}  // namespace

std::vector<Finding> twin_workspaces(const NodeProject& project) {
  std::map<std::string, std::vector<const npm::Workspace*>> by_name;
  for (const auto& workspace : project.workspaces.all)
    if (workspace.manifest != nullptr && workspace.product && workspace.lock != nullptr &&
        !workspace.manifest->package.empty() && is_member(workspace))
      by_name[workspace.manifest->package].push_back(&workspace);
  std::vector<Finding> findings;
  for (const auto& [name, twins] : by_name) {
    bool together =
        std::any_of(twins.begin() + 1, twins.end(),
                    [first = twins[0]](const auto* one) { return one->lock == first->lock; });
    if (twins.size() < 2 || !together) continue;
    Finding finding = node_conflict(
        "NM01", twins[1]->path, 1, name, Severity::kError,
        fmt::format(
            "{} and {} both call themselves \"{}\": installing the workspace fails or links "
            "only one of them. Rename one.",
            display(twins[0]->path), display(twins[1]->path), display(name)));
    for (const auto* twin : twins)
      if (twin != twins[1]) finding.related.push_back({twin->path, 1, "the same name"});
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<Finding> packages_like_builtins(const NodeProject& project) {
  std::vector<Finding> findings;
  for (const auto& workspace : project.workspaces.all) {
    if (workspace.manifest == nullptr || !workspace.product ||
        !is_node_builtin(workspace.manifest->package))
      continue;
    const auto& name = workspace.manifest->package;
    Finding finding = node_conflict("NM02", workspace.path, 1, name, Severity::kWarning, "");
    for (const auto& use : project.imports)
      if (use.import->module == name) relate(finding, use);
    if (finding.related.empty()) continue;
    finding.message = fmt::format(
        "the package \"{}\" of this workspace is never loaded by its name: Node has a module of "
        "its "
        "own called so. Rename the package.",
        display(name));
    findings.push_back(std::move(finding));
  }
  return findings;
}

// A dependency of that name from the registry, which the package of the workspace cannot satisfy.
std::vector<Finding> packages_like_dependencies(const NodeProject& project) {
  std::vector<Finding> findings;
  for (const auto& workspace : project.workspaces.all) {
    if (workspace.manifest == nullptr || !workspace.product) continue;
    for (const Declared& declared : workspace.manifest->dependencies) {
      auto local = project.resolver.packages().find(declared.name);
      auto spec = parse_npm_spec(declared.range);
      if (local == project.resolver.packages().end() || spec.kind != NpmSpec::Kind::kRegistry ||
          zone_of(local->second.manifest_path) != Zone::kProduct)
        continue;
      auto version = npm::parse_version(local->second.manifest->package_version);
      auto range = npm::parse_range(spec.range);
      if (!version || !range || npm::admits(*range, *version)) continue;
      Finding finding = node_conflict(
          "NM02", local->second.manifest_path, 1, declared.name, Severity::kWarning,
          fmt::format(
              "\"{}\" is a package of this workspace ({}), but {} asks for {}, which it is "
              "not: two packages go by one name. Rename it, or ask for the workspace's own.",
              display(declared.name), display(local->second.manifest->package_version),
              display(workspace.path), display(declared.range)));
      finding.related.push_back({workspace.path, declared.line, "asks for the other one"});
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

// `paths` of a tsconfig that catch the name of a module of Node.
std::vector<Finding> aliases_like_builtins(const NodeProject& project) {
  constexpr std::string_view kPaths = "paths:";
  std::vector<Finding> findings;
  for (const auto& record : project.records) {
    if (!record.facts.manifest || record.facts.manifest->format != "tsconfig" ||
        zone_of(record.entry.path) != Zone::kProduct)
      continue;
    std::set<std::string> seen;
    for (const auto& setting : record.facts.manifest->settings) {
      if (!setting.key.starts_with(kPaths)) continue;
      std::string name(package_of(std::string_view(setting.key).substr(kPaths.size())));
      if (!is_node_builtin(name) || !seen.insert(name).second) continue;
      Finding finding =
          node_conflict("NM02", record.entry.path, setting.line, name, Severity::kWarning, "");
      for (const auto& use : project.imports)
        if (package_of(use.import->module) == name && !use.import->module.starts_with("node:") &&
            use.target.kind == ResolvedModule::Kind::kFile)
          relate(finding, use);
      if (finding.related.empty()) continue;
      finding.message = fmt::format(
          "the alias \"{}\" stands for {} while compiling, and for Node's own module when the "
          "program runs without a bundler. Rename the alias.",
          display(name), display(setting.value));
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}
namespace {

// The package.json whose node_modules a file sees first; null when there is none above it.
const npm::Workspace* workspace_of(const npm::Workspaces& workspaces, std::string_view path) {
  const npm::Workspace* best = nullptr;
  for (const auto& workspace : workspaces.all) {
    bool holds = workspace.folder.empty() || path.starts_with(workspace.folder + "/");
    if (workspace.manifest != nullptr && holds &&
        (best == nullptr || workspace.folder.size() > best->folder.size()))
      best = &workspace;
  }
  return best;
}

const Declared* declared_in(const npm::Workspace& workspace, std::string_view name) {
  const auto& dependencies = workspace.manifest->dependencies;
  auto at = std::find_if(dependencies.begin(), dependencies.end(),
                         [&](const Declared& declared) { return declared.name == name; });
  return at == dependencies.end() ? nullptr : &*at;
}

}  // namespace

// The folder's own package.json does not ask for the package, but that of another folder of the
// same installation does. The root's counts for scripts and tests, so only shipped code is looked
// at, and packages that are published or deployed on their own.
std::vector<Finding> hoisted(const NodeProject& project) {
  std::map<std::pair<const npm::Workspace*, std::string>, std::vector<const UsedImport*>> uses;
  for (const auto& use : project.imports) {
    bool counts = use.target.kind == ResolvedModule::Kind::kPackage && !use.import->type_only &&
                  !use.import->guarded && zone_of(use.file->entry.path) == Zone::kProduct;
    if (!counts) continue;
    const auto* own = workspace_of(project.workspaces, use.file->entry.path);
    if (own == nullptr || own->folder.empty() || own->lock == nullptr ||
        own->manifest->package == use.target.package ||
        declared_in(*own, use.target.package) != nullptr)
      continue;
    uses[{own, use.target.package}].push_back(&use);
  }
  std::vector<Finding> findings;
  for (const auto& [key, imports] : uses) {
    const auto& [own, name] = key;
    const npm::Workspace* other = nullptr;
    for (const auto& workspace : project.workspaces.all)
      if (other == nullptr && &workspace != own && workspace.manifest != nullptr &&
          workspace.lock == own->lock && declared_in(workspace, name) != nullptr)
        other = &workspace;
    if (other == nullptr) continue;
    Finding finding = node_conflict(
        "NM05", imports.front()->file->entry.path, imports.front()->import->line, name,
        Severity::kNote,
        fmt::format("\"{}\" is found only because {} asks for it: {} does not. Add it there.",
                    display(name), display(other->path), display(own->path)));
    finding.related.push_back({other->path, declared_in(*other, name)->line, "asks for it"});
    for (std::size_t i = 1; i < imports.size(); ++i) relate(finding, *imports[i]);
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace stackfit
