// Node finds a package by the nearest node_modules that has it and a file by the first extension
// that fits; both hide what else goes by the name. Each class is one function.
//
//   NM01  two packages of a workspace have one name: installing fails, or links one of them
//   NM02  a package of the workspace, or an alias, is named like a module of Node or a dependency
//   NM03  `x.js` beside `x/index.js`, and both are imported
//   NM04  an import differs in case from the file: it fails where names are case-sensitive
//   NM05  a package is imported that another folder's package.json asks for (hoisting)
#include "project/javascript/name_conflicts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "facts/javascript/imports.h"
#include "facts/npm/npm_reading.h"
#include "project/npm/semver.h"
#include "project/npm/workspaces.h"
#include "project/zones.h"

namespace stackfit {
namespace {

constexpr std::string_view kRule = "module-name-conflict";
constexpr std::size_t kMostRelated = 5;

struct UsedImport {
  const FileRecord* file;
  const Import* import;
  ResolvedModule target;
};

// Everything the classes look at.
struct NodeProject {
  const std::vector<FileRecord>& records;
  const ModuleResolver& resolver;
  npm::Workspaces workspaces;
  std::vector<UsedImport> imports;  // of the project's own code
};

bool is_own(const FileRecord& record) {
  if (!record.facts.source || record.facts.source->language == "python") return false;
  Zone zone = zone_of(record.entry.path);
  return zone == Zone::kProduct || zone == Zone::kTest;
}

NodeProject node_project(const std::vector<FileRecord>& records, const ModuleResolver& resolver) {
  NodeProject project{records, resolver, npm::find_workspaces(records), {}};
  for (const auto& record : records) {
    if (!is_own(record)) continue;
    for (const Import& import : record.facts.source->imports)
      project.imports.push_back(
          {&record, &import, resolver.resolve(record.entry.path, import.module)});
  }
  return project;
}

Finding conflict(std::string_view id, std::string path, std::uint32_t line, std::string_view name,
                 Severity severity, std::string message) {
  Finding finding;
  finding.rule = kRule;
  finding.severity = severity;
  finding.path = std::move(path);
  line = std::max(line, 1u);
  finding.span = {line, 1, line, 1};
  finding.scope = "<module>";
  finding.digest = hash_of(fmt::format("{}\n{}", id, name));
  finding.message = std::move(message);
  finding.data = {{"class", std::string(id)}, {"name", std::string(name)}};
  return finding;
}

void relate(Finding& finding, const UsedImport& use) {
  if (finding.related.size() < kMostRelated)
    finding.related.push_back({use.file->entry.path, use.import->line,
                               fmt::format("imports \"{}\"", display(use.import->module))});
}

std::vector<Finding> twin_packages(const NodeProject& project) {
  std::map<std::string, std::vector<const npm::Workspace*>> by_name;
  for (const auto& workspace : project.workspaces.all)
    if (workspace.manifest != nullptr && workspace.product && !workspace.manifest->package.empty())
      by_name[workspace.manifest->package].push_back(&workspace);
  std::vector<Finding> findings;
  for (const auto& [name, twins] : by_name) {
    bool together = std::any_of(twins.begin(), twins.end(), [&](const npm::Workspace* one) {
      return one != twins[0] && one->lock != nullptr && one->lock == twins[0]->lock;
    });
    if (twins.size() < 2 || !together) continue;
    Finding finding = conflict(
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
    Finding finding = conflict("NM02", workspace.path, 1, name, Severity::kWarning, "");
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
      Finding finding = conflict(
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
          conflict("NM02", record.entry.path, setting.line, name, Severity::kWarning, "");
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

// The stem of `a/x.js` and of `a/x/index.js` is `a/x`.
std::string stem_of(std::string_view path) {
  auto extension = extension_of(path);
  auto stem = path.substr(0, path.size() - extension.size() - (extension.empty() ? 0 : 1));
  return std::string(base_name(stem) == "index" ? folder_of(stem) : stem);
}

std::vector<Finding> files_beside_folders(const NodeProject& project) {
  std::map<std::string, std::map<std::string, const UsedImport*>> by_stem;
  for (const auto& use : project.imports)
    if (use.target.kind == ResolvedModule::Kind::kFile && use.import->module.starts_with("."))
      by_stem[stem_of(use.target.path)].emplace(use.target.path, &use);
  std::vector<Finding> findings;
  for (const auto& [stem, files] : by_stem) {
    const std::string *file = nullptr, *index = nullptr;
    for (const auto& [path, use] : files)
      (base_name(path).starts_with("index.") && folder_of(path) == stem ? index : file) = &path;
    if (file == nullptr || index == nullptr || stem.empty()) continue;
    Finding finding = conflict(
        "NM03", *index, 1, base_name(stem), Severity::kNote,
        fmt::format("\"{0}\" means {1} to Node, never {2}, and both are imported: a reader, or a "
                    "tool that prefers folders, takes one for the other. Rename one.",
                    display(base_name(stem)), display(*file), display(*index)));
    for (const auto& [path, use] : files) relate(finding, *use);
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<Finding> wrong_case(const NodeProject& project) {
  std::multimap<std::string, std::string> folded;
  for (const auto& record : project.records)
    if (record.facts.source) folded.emplace(lower(stem_of(record.entry.path)), record.entry.path);
  std::vector<Finding> findings;
  for (const auto& use : project.imports) {
    if (use.target.kind != ResolvedModule::Kind::kMissing || !use.import->module.starts_with("."))
      continue;
    auto meant = normal_path(join_path(folder_of(use.file->entry.path), use.import->module));
    auto found = folded.find(lower(meant));
    if (found == folded.end()) found = folded.find(lower(stem_of(meant)));
    if (found == folded.end()) continue;
    Finding finding = conflict(
        "NM04", use.file->entry.path, use.import->line, use.import->module, Severity::kError,
        fmt::format("\"{}\" is spelled {}: the import works on macOS and Windows and fails on "
                    "Linux. Spell it as the file.",
                    display(use.import->module), display(found->second)));
    finding.related.push_back({found->second, 1, "the file that is meant"});
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<Finding> case_twins(const NodeProject& project) {
  std::map<std::string, std::vector<std::string>> by_folded;
  for (const auto& record : project.records)
    if (is_own(record)) by_folded[lower(record.entry.path)].push_back(record.entry.path);
  std::vector<Finding> findings;
  for (const auto& [folded, paths] : by_folded) {
    if (paths.size() < 2) continue;
    Finding finding = conflict("NM04", paths.front(), 1, base_name(folded), Severity::kError,
                               fmt::format("{} and {} differ only in case: a checkout on macOS or "
                                           "Windows keeps one of them. Rename one.",
                                           display(paths[0]), display(paths[1])));
    for (std::size_t i = 1; i < paths.size(); ++i)
      finding.related.push_back({paths[i], 1, "the twin"});
    findings.push_back(std::move(finding));
  }
  return findings;
}

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
    Finding finding = conflict(
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

constexpr std::vector<Finding> (*kClasses[])(const NodeProject&) = {
    twin_packages,
    packages_like_builtins,
    packages_like_dependencies,
    aliases_like_builtins,
    files_beside_folders,
    wrong_case,
    case_twins,
    hoisted,
};

// Names that could conflict: packages of the workspace, and what packages they import.
double names_looked_at(const NodeProject& project) {
  std::set<std::string> names;
  for (const auto& use : project.imports)
    if (use.target.kind == ResolvedModule::Kind::kPackage) names.insert(use.target.package);
  return static_cast<double>(names.size() + project.workspaces.all.size());
}

}  // namespace

void survey_node_conflicts(const std::vector<FileRecord>& records, const ModuleResolver& resolver,
                           const RuleSet& rules, SuppressionBook& suppressions,
                           ProjectFacts& project) {
  if (find_rule(rules, kRule) == nullptr) return;
  auto node = node_project(records, resolver);
  RuleUnits units;
  units.rule = kRule;
  double conflicts = 0;  // suppressed ones are neither flagged nor clean
  for (auto find : kClasses)
    for (Finding& finding : find(node)) {
      bool counts = finding.severity != Severity::kNote;
      conflicts += counts;
      if (!suppressions.apply(finding) && counts) units.flagged += 1, units.flagged_sure += 1;
      project.findings.push_back(std::move(finding));
    }
  units.clean = std::max(0.0, names_looked_at(node) - conflicts);
  auto known = std::find_if(project.units.begin(), project.units.end(),
                            [](const RuleUnits& row) { return row.rule == kRule; });
  units.applicable = units.flagged + units.clean > 0;
  if (known == project.units.end()) {
    project.units.push_back(units);
    return;
  }
  known->flagged += units.flagged;
  known->flagged_sure += units.flagged_sure;
  known->flagged_full += units.flagged_full;
  known->clean += units.clean;
  known->applicable = known->applicable || units.applicable;
}

}  // namespace stackfit
