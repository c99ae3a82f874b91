// By semantic versioning (item 4) anything may change at any time before 1.0.0. That matters where
// much of the code would have to follow.
#include <fmt/format.h>

#include <set>

#include "core/text.h"
#include "facts/npm/npm_reading.h"
#include "project/npm/semver.h"
#include "project/npm/sprawl.h"
#include "project/zones.h"
#include "rules/message.h"

namespace stackfit::npm {
namespace {

// The locked version, else the highest one its range admits below the next major; nothing when the
// dependency is no registry package of a known version.
std::optional<Version> version_of(const Workspace& workspace, const Direct& direct) {
  auto spec = parse_npm_spec(direct.declared->range);
  if (spec.kind != NpmSpec::Kind::kRegistry) return std::nullopt;
  if (workspace.lock != nullptr && direct.package > 0)
    return parse_version(workspace.lock->packages[direct.package - 1].version);
  auto range = parse_range(spec.range);
  return range ? upper_bound(*range) : std::nullopt;
}

// Below 1.0.0, the bound of `^0.4.2` (`<0.5.0`) included.
bool is_unstable(const Version& version) {
  return version.major == 0;
}

std::size_t product_files(const WorkspaceUse& use, const std::string& package) {
  auto imports = use.imports.find(package);
  if (imports == use.imports.end()) return 0;
  std::set<const FileRecord*> files;
  for (const PackageImport& one : imports->second)
    if (one.foreign && zone_of(one.file->entry.path) == Zone::kProduct) files.insert(one.file);
  return files.size();
}

}  // namespace

SprawlResult find_unstable(const Usage& usage, const Rule& rule) {
  SprawlResult result;
  const auto& all = usage.workspaces().all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].manifest == nullptr || !all[i].product) continue;
    for (const Direct& direct : all[i].directs) {
      const Declared& declared = *direct.declared;
      auto files = static_cast<double>(product_files(usage.of(i), declared.name));
      auto scripts = static_cast<double>(usage.of(i).scripts);
      bool core = files >= rule.threshold.at("files") &&
                  files * 100 >= scripts * rule.threshold.at("percent");
      if (declared.scope != DependencyScope::kRuntime || !core) continue;
      auto version = version_of(all[i], direct);
      if (!version) continue;
      if (!is_unstable(*version)) {
        ++result.clean;
        continue;
      }
      Finding finding = sprawl_finding(rule, all[i].path, declared.line, declared.name);
      finding.message = fill_message(rule.message, {{"package", display(declared.name)},
                                                    {"range", display(declared.range)},
                                                    {"files", fmt::format("{}", files)}});
      finding.data = {{"package", declared.name}, {"files", static_cast<std::int64_t>(files)}};
      result.findings.push_back({std::move(finding), declared.name, to_string(*version)});
    }
  }
  return result;
}

}  // namespace stackfit::npm
