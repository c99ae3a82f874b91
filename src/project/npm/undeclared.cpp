// A phantom dependency: code imports what its package.json does not ask for. It works as long as
// something else happens to bring the package in, at whatever version that something wants.
//
// Much that looks so is none: names that a bundler or a host hands out, aliases, files below a
// module root, imports whose failure is caught, types. Packages that another workspace of the same
// installation asks for are `module-name-conflict`'s (class NM05).
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "facts/javascript/imports.h"
#include "project/fit/names.h"
#include "project/npm/implicit.h"
#include "project/npm/sprawl.h"
#include "project/zones.h"
#include "rules/message.h"

namespace stackfit::npm {
namespace {

constexpr std::size_t kMostRelated = 5;

// npm's own rule for names, as far as letters go (validate-npm-package-name). Upper case is no
// longer allowed, and mostly a name that a bundler gives a meaning.
bool is_package_name(std::string_view name) {
  bool scoped = name.starts_with("@");
  if (name.empty() || name.size() > 214 || (scoped && name.find('/') == std::string_view::npos))
    return false;
  return std::all_of(name.begin(), name.end(),
                     [&](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                              c == '_' || c == '.' || (scoped && (c == '/' || c == '@'));
                     }) &&
         name.front() != '.' && name.front() != '_';
}

bool is_typescript(std::string_view path) {
  auto extension = extension_of(path);
  return extension == "ts" || extension == "tsx" || extension == "mts" || extension == "cts";
}

std::string types_of(std::string_view package) {
  std::string name(package);
  if (name.starts_with("@"))
    if (auto slash = name.find('/'); slash != std::string::npos)
      name = name.substr(1, slash - 1) + "__" + name.substr(slash + 1);
  return "@types/" + name;
}

// What in one workspace imports a package without asking for it.
class Search {
 public:
  Search(const Usage& usage, std::size_t index) : usage_(usage), index_(index) {}

  std::vector<const PackageImport*> imports_of(std::string_view package,
                                               const std::vector<PackageImport>& imports) const {
    std::vector<const PackageImport*> found;
    for (const PackageImport& one : imports)
      if (counts(package, one)) found.push_back(&one);
    return found;
  }

  bool is_expected(std::string_view package) const {
    const auto& packages = usage_.resolver().packages();
    return !is_package_name(package) || usage_.is_declared(index_, package) ||
           packages.find(package) != packages.end() || is_provided(usage_, index_, package) ||
           usage_.may_be_alias(index_, package);
  }

 private:
  bool counts(std::string_view package, const PackageImport& one) const {
    const std::string& path = one.file->entry.path;
    const Import& import = *one.import;
    if (!one.foreign || import.type_only || import.guarded || path.ends_with(".d.ts") ||
        zone_of(path) != Zone::kProduct || usage_.may_be_local(import.module) ||
        import.module.find_first_of(":{}*?%$ \\") != std::string::npos)
      return false;
    return !is_typescript(path) || !usage_.is_declared(index_, types_of(package));
  }

  const Usage& usage_;
  const std::size_t index_;
};

struct Installed {
  std::string version, parent;
};

// What the lockfile has of it, and who asked for it: a direct dependency if there is one.
Installed installed(const Workspace& workspace, std::string_view package) {
  Installed found;
  if (workspace.lock == nullptr) return found;
  const auto& packages = workspace.lock->packages;
  std::vector<bool> direct(packages.size());
  for (const Direct& one : workspace.directs)
    if (one.package > 0 && one.package <= packages.size()) direct[one.package - 1] = true;
  bool by_direct = false;
  for (std::size_t i = 0; i < packages.size(); ++i) {
    if (packages[i].name == package && found.version.empty()) found.version = packages[i].version;
    for (const Declared& edge : packages[i].dependencies) {
      bool better = found.parent.empty() || (direct[i] && !by_direct);
      if (edge.name != package || packages[i].importer || !better) continue;
      found.parent = packages[i].name;
      by_direct = direct[i];
    }
  }
  return found;
}

std::string effect_of(const Workspace& workspace, const Installed& there) {
  if (workspace.lock == nullptr) return "nothing says which version is installed, or that one is";
  if (there.version.empty())
    return "it is not installed at all, so the import fails unless something else provides it";
  if (there.parent.empty()) return fmt::format("version {} is there by chance", there.version);
  return fmt::format("version {} is there only because {} asks for it", display(there.version),
                     display(there.parent));
}

SprawlFinding finding_of(const Workspace& workspace, const std::string& package,
                         const std::vector<const PackageImport*>& imports, const Rule& rule) {
  const PackageImport& first = *imports.front();
  Installed there = installed(workspace, package);
  Finding finding = sprawl_finding(rule, first.file->entry.path, first.import->line, package);
  // Code that cannot work would have been noticed: mostly something else stands behind the name.
  bool missing = workspace.lock != nullptr && there.version.empty();
  bool tools = std::all_of(imports.begin(), imports.end(), [](const PackageImport* one) {
    return is_tooling_path(one->file->entry.path);
  });
  if (workspace.lock == nullptr || missing || tools) finding.severity = Severity::kNote;
  finding.confidence = workspace.lock == nullptr ? 0.8 : 0.9;
  finding.message = fill_message(rule.message, {{"package", display(package)},
                                                {"manifest", display(workspace.path)},
                                                {"effect", effect_of(workspace, there)}});
  for (std::size_t i = 1; i < imports.size() && i <= kMostRelated; ++i)
    finding.related.push_back(
        {imports[i]->file->entry.path, imports[i]->import->line, "imports it as well"});
  finding.data = {{"name", package},
                  {"manifest", workspace.path},
                  {"version", there.version},
                  {"brought_by", there.parent},
                  {"imports", static_cast<std::int64_t>(imports.size())}};
  return {std::move(finding), package, there.version};
}

}  // namespace

SprawlResult find_undeclared(const Usage& usage, const Rule& rule) {
  SprawlResult result;
  const auto& all = usage.workspaces().all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].manifest == nullptr || !all[i].product) continue;
    Search search(usage, i);
    for (const auto& [package, imports] : usage.of(i).imports) {
      auto counted = search.imports_of(package, imports);
      if (counted.empty() || package == all[i].manifest->package) continue;
      if (search.is_expected(package))
        ++result.clean;
      else
        result.findings.push_back(finding_of(all[i], package, counted, rule));
    }
  }
  return result;
}

}  // namespace stackfit::npm
