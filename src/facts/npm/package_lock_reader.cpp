// package-lock.json and its twins (npm-shrinkwrap.json, node_modules/.package-lock.json).
//
// Version 1 nests packages by folder and lists what each one requires; 2 and 3 are a flat table
// from folder to package (2 repeats version 1 beside it, without deprecation flags); shrinkwraps
// written by Meteor call themselves 4 and are built like 1. Both shapes are read into the same
// rows, keyed by folder, and then every requirement is followed the way Node looks for modules, so
// that later stages see plain edges.
#include <algorithm>
#include <unordered_map>

#include "core/text.h"
#include "facts/npm/lock_edges.h"
#include "facts/npm/npm_reading.h"
#include "facts/npm/readers.h"

namespace stackfit {
namespace {

constexpr std::string_view kModules = "node_modules/";

struct Group {
  std::string_view key;
  DependencyScope scope;
};
constexpr Group kGroups[] = {
    {"dependencies", DependencyScope::kRuntime},
    {"requires", DependencyScope::kRuntime},
    {"optionalDependencies", DependencyScope::kOptional},
    {"devDependencies", DependencyScope::kDev},
    {"peerDependencies", DependencyScope::kPeer},
};

// The author's words. npm un-deprecates by writing an empty text; a bare `true` has no words.
std::string deprecation_of(JsonValue entry) {
  JsonValue flag = entry["deprecated"];
  return flag.is_true() ? "true" : flag.string();
}

void read_edges(JsonValue entry, const Group& group, LockedPackage& package) {
  JsonValue edges = entry[group.key];
  if (!edges.is(JsonKind::kObject)) return;
  for (JsonValue edge : edges)
    if (edge.is(JsonKind::kString))
      package.dependencies.push_back(
          {std::string(edge.key()), edge.string(), group.scope, edge.line()});
}

// The folder's own package name: what stands behind the last node_modules/.
std::string_view name_in_folder(std::string_view folder) {
  auto at = folder.rfind(kModules);
  return at == std::string_view::npos ? "" : folder.substr(at + kModules.size());
}

bool comes_from_registry(std::string_view resolved, std::string_view name) {
  switch (parse_npm_spec(resolved).kind) {
    case NpmSpec::Kind::kTarball:
      return is_registry_tarball(resolved, name);
    case NpmSpec::Kind::kRegistry:
      return true;  // nothing recorded: the configured registry
    default:
      return false;
  }
}

LockedPackage read_flat_entry(JsonValue entry) {
  LockedPackage package;
  package.key = entry.key();
  package.importer = package.key.find(kModules) == std::string::npos;
  package.name = entry["name"].string();
  if (package.name.empty()) package.name = name_in_folder(package.key);
  package.version = entry["version"].string();
  package.deprecated = deprecation_of(entry);
  bool either = entry["devOptional"].is_true();
  package.dev = either || entry["dev"].is_true();
  package.optional = either || entry["optional"].is_true();
  package.peer = entry["peer"].is_true();
  package.bundled = entry["inBundle"].is_true();
  package.link = entry["link"].is_true();
  package.platform_bound = entry["os"].exists() || entry["cpu"].exists() || entry["libc"].exists();
  package.from_registry = !package.link && !package.importer &&
                          comes_from_registry(entry["resolved"].string(), package.name);
  package.line = entry.line();
  for (const Group& group : kGroups)
    if (group.key != "requires") read_edges(entry, group, package);
  return package;
}

// Version 1 keeps the source in `version`: a number, `npm:name@1.0.0`, or an address.
LockedPackage read_nested_entry(JsonValue entry, std::string_view folder) {
  LockedPackage package;
  package.key = join_path(folder, kModules) + std::string(entry.key());
  package.name = entry.key();
  package.version = entry["version"].string();
  NpmSpec source = parse_npm_spec(package.version);
  package.from_registry = source.kind == NpmSpec::Kind::kRegistry ||
                          source.kind == NpmSpec::Kind::kAlias ||
                          (source.kind == NpmSpec::Kind::kTarball &&
                           is_registry_tarball(package.version, package.name));
  if (source.kind == NpmSpec::Kind::kAlias) {
    package.name = source.name;
    package.version = source.range;
  }
  package.deprecated = deprecation_of(entry);
  package.dev = entry["dev"].is_true();
  package.optional = entry["optional"].is_true();
  package.bundled = entry["bundled"].is_true();
  package.line = entry.line();
  for (const Group& group : kGroups)
    if (group.key == "requires") read_edges(entry, group, package);
  return package;
}

void read_flat(JsonValue packages, ManifestFacts& lock) {
  ScopeHosts hosts;
  for (JsonValue entry : packages) {
    if (!entry.is(JsonKind::kObject)) continue;
    lock.packages.push_back(read_flat_entry(entry));
    hosts.add(lock.packages.back().name, entry["resolved"].text());
  }
  hosts.write(lock);
}

void read_nested(JsonValue root, ManifestFacts& lock) {
  struct Level {
    JsonValue dependencies;
    std::string folder;
    std::size_t owner;  // index of the package around it, unless that lists what it requires
  };
  constexpr auto kNobody = static_cast<std::size_t>(-1);
  std::vector<Level> open{{root["dependencies"], "", kNobody}};
  ScopeHosts hosts;
  while (!open.empty()) {
    auto [dependencies, folder, owner] = std::move(open.back());
    open.pop_back();
    for (JsonValue entry : dependencies) {
      if (!entry.is(JsonKind::kObject)) continue;
      auto index = lock.packages.size();
      auto& package = lock.packages.emplace_back(read_nested_entry(entry, folder));
      hosts.add(package.name, entry["resolved"].text());
      // npm 4 and older record no requirements: a nested package is there for the one around it.
      bool listed = entry["requires"].is(JsonKind::kObject);
      JsonValue inner = entry["dependencies"];
      if (inner.is(JsonKind::kObject))
        open.push_back({inner, package.key, listed ? kNobody : index});
      if (owner != kNobody)
        lock.packages[owner].dependencies.push_back(
            {std::string(entry.key()), "", DependencyScope::kRuntime, entry.line()});
    }
  }
  hosts.write(lock);
}

// Where links lead: `node_modules/a` → `packages/a`.
std::unordered_map<std::string_view, std::string> links_of(JsonValue packages) {
  std::unordered_map<std::string_view, std::string> links;
  for (JsonValue entry : packages)
    if (entry["link"].is_true()) links[entry.key()] = entry["resolved"].string();
  return links;
}

}  // namespace

void read_package_lock(const FileInput& input, FileFacts& facts) {
  ManifestFacts& lock = facts.manifest.emplace();
  lock.format = "package-lock";
  JsonTree tree = read_json(input.bytes);
  if (!expect_object(tree, facts)) return;
  JsonValue root = root_of(tree);
  lock.version = root["lockfileVersion"].text();
  lock.package = root["name"].string();
  lock.package_version = root["version"].string();
  JsonValue packages = root["packages"];
  if (packages.is(JsonKind::kObject))
    read_flat(packages, lock);
  else
    read_nested(root, lock);
  follow_folders(lock, links_of(packages));
  lock.has_deprecation_flags =
      std::any_of(lock.packages.begin(), lock.packages.end(),
                  [](const LockedPackage& package) { return !package.deprecated.empty(); });
}

}  // namespace stackfit
