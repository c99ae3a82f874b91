// bun.lock: JSON with comments and trailing commas. A package is a list of locator, registry, facts
// and hash (`["name@1.0.0", "", {...}, "sha512-…"]`); its key is the chain of names below which it
// is installed (`parent/name`), which reads like folders of node_modules and is followed as such.
#include <algorithm>
#include <map>

#include "core/text.h"
#include "facts/json_reader.h"
#include "facts/npm/lock_edges.h"
#include "facts/npm/npm_reading.h"
#include "facts/npm/readers.h"

namespace stackfit {
namespace {

void read_edges(JsonValue facts, LockedPackage& package) {
  for (const DependencyGroup& group : kDependencyGroups) {
    JsonValue edges = facts[group.key];
    if (!edges.is(JsonKind::kObject)) continue;
    for (JsonValue edge : edges)
      package.dependencies.push_back(
          {std::string(edge.key()), edge.string(), group.scope, edge.line()});
  }
}

using Members = std::map<std::string, std::string, std::less<>>;  // name → folder

Members read_workspaces(JsonValue workspaces, ManifestFacts& lock) {
  Members members;
  if (!workspaces.is(JsonKind::kObject)) return members;
  for (JsonValue entry : workspaces) {
    LockedPackage importer;
    importer.importer = true;
    importer.from_registry = false;
    importer.key = entry.key();
    importer.name = entry["name"].string();
    importer.line = entry.line();
    read_edges(entry, importer);
    if (!importer.key.empty()) members.emplace(importer.name, importer.key);
    lock.packages.push_back(std::move(importer));
  }
  return members;
}

// `a/@s/b` → `node_modules/a/node_modules/@s/b`; a chain that starts with a workspace member starts
// in its folder.
std::string folder_of_key(std::string_view key, const Members& members) {
  std::string folder;
  bool first = true;
  while (!key.empty()) {
    auto slash =
        key.find('/', key.starts_with('@') ? std::min(key.find('/'), key.size() - 1) + 1 : 0);
    auto name = key.substr(0, slash);
    key = slash == std::string_view::npos ? "" : key.substr(slash + 1);
    auto member = first && !key.empty() ? members.find(name) : members.end();
    folder = member != members.end() ? member->second
                                     : join_path(join_path(folder, "node_modules"), name);
    first = false;
  }
  return folder;
}

LockedPackage read_package(JsonValue entry, const Members& members) {
  LockedPackage package;
  package.key = folder_of_key(entry.key(), members);
  package.line = entry.line();
  std::string locator;
  JsonValue facts;
  for (JsonValue part : entry) {
    if (locator.empty()) locator = part.string();
    if (part.is(JsonKind::kObject)) facts = part;
  }
  auto at = std::min(locator.find('@', 1), locator.size());
  package.name = locator.substr(0, at);
  package.version = at < locator.size() ? locator.substr(at + 1) : "";
  package.from_registry = parse_npm_spec(package.version).kind == NpmSpec::Kind::kRegistry;
  package.link = package.version.starts_with("workspace:");
  package.bundled = facts["bundled"].is_true();
  package.platform_bound = facts["os"].exists() || facts["cpu"].exists() || facts["libc"].exists();
  read_edges(facts, package);
  return package;
}

}  // namespace

void read_bun_lock(const FileInput& input, FileFacts& facts) {
  ManifestFacts& lock = facts.manifest.emplace();
  lock.format = "bun-lock";
  if (base_name(input.entry.path) == "bun.lockb")
    return refuse_manifest(facts,
                           "unsupported binary lockfile: run bun install --save-text-lockfile", 0);
  JsonOptions options;
  options.comments = true;
  JsonTree tree = read_json(input.bytes, options);
  if (!expect_object(tree, facts)) return;
  JsonValue root = root_of(tree);
  lock.version = root["lockfileVersion"].text();
  Members members = read_workspaces(root["workspaces"], lock);
  std::unordered_map<std::string_view, std::string> links;
  for (JsonValue entry : root["packages"])
    if (entry.is(JsonKind::kArray)) lock.packages.push_back(read_package(entry, members));
  for (const LockedPackage& package : lock.packages)
    if (package.link)
      links[package.key] = package.version.substr(std::string_view("workspace:").size());
  follow_folders(lock, links);
}

}  // namespace stackfit
