// Pipfile.lock: versions by group, without a word about who requires what.
#include <set>

#include "core/text.h"
#include "facts/npm/npm_reading.h"
#include "facts/python/locks.h"
#include "facts/python/requirement.h"

namespace stackfit {
namespace {

LockedPackage read_package(JsonValue entry, bool dev) {
  LockedPackage package;
  package.name = normalized_distribution(entry.key());
  std::string version = entry["version"].string();
  package.version = version.starts_with("==") ? version.substr(2) : version;
  package.key = distribution_key(package.name, package.version);
  package.dev = dev;
  package.line = entry.line();
  for (auto elsewhere : {"git", "hg", "svn", "bzr", "path", "file"})
    if (entry[elsewhere].exists()) package.from_registry = false;
  return package;
}

}  // namespace

bool is_pipfile_lock(std::string_view path) {
  return base_name(path) == "Pipfile.lock";
}

void read_pipfile_lock(const FileInput& input, FileFacts& facts) {
  ManifestFacts& lock = facts.manifest.emplace();
  lock.format = "pipfile-lock";
  JsonTree tree = read_json(input.bytes);
  if (!expect_object(tree, facts)) return;
  JsonValue root = root_of(tree);
  lock.version = root["_meta"]["pipfile-spec"].text();
  LockedPackage project;  // asks for everything, as far as one can tell
  project.importer = true;
  project.from_registry = false;
  std::set<std::string> seen;  // what the product needs stands first, and wins
  for (JsonValue group : root) {
    if (group.key() == "_meta" || !group.is(JsonKind::kObject)) continue;
    for (JsonValue entry : group) {
      if (!entry.is(JsonKind::kObject)) continue;
      auto package = read_package(entry, group.key() != "default");
      if (!seen.insert(package.key).second) continue;
      auto scope = package.dev ? DependencyScope::kDev : DependencyScope::kRuntime;
      project.dependencies.push_back({package.name, "", scope, package.line,
                                      static_cast<std::uint32_t>(lock.packages.size() + 1)});
      lock.packages.push_back(std::move(package));
    }
  }
  lock.packages.push_back(std::move(project));
}

}  // namespace stackfit
