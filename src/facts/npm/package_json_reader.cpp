// package.json: what a package says of itself. Dependencies become Declared rows with the line they
// stand on; everything else that decides what is installed or run is kept as a command or setting.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "core/text.h"
#include "facts/json_reader.h"
#include "facts/mentions.h"
#include "facts/npm/npm_reading.h"
#include "facts/npm/readers.h"

namespace stackfit {
namespace {

// Members whose text is kept as it stands.
constexpr std::string_view kPlainSettings[] = {"main", "type", "module", "browser",
                                               "packageManager"};
// Objects whose members are kept as `engines.node` = `>=18`.
constexpr std::string_view kFlatSettings[] = {"engines", "resolutions", "bin"};

void add_setting(ManifestFacts& manifest, std::string key, JsonValue value) {
  manifest.settings.push_back({std::move(key), std::string(value.text()), value.line()});
}

// `overrides` nest: `{"a": {"b": "1"}}` means b below a. Kept as `overrides.a>b`; what a package
// itself is overridden with stands under the key ".".
void read_overrides(JsonValue overrides, std::string_view prefix, ManifestFacts& manifest) {
  struct Level {
    JsonValue value;
    std::string path;
  };
  std::vector<Level> open{{overrides, std::string(prefix)}};
  bool outermost = true;
  while (!open.empty()) {
    auto [object, path] = std::move(open.back());
    open.pop_back();
    for (JsonValue member : object) {
      auto name =
          member.key() == "." ? path : path + (outermost ? "." : ">") + std::string(member.key());
      if (member.is(JsonKind::kObject))
        open.push_back({member, std::move(name)});
      else
        add_setting(manifest, std::move(name), member);
    }
    outermost = false;
  }
}

void read_workspaces(JsonValue root, ManifestFacts& manifest) {
  JsonValue workspaces = root["workspaces"];
  if (workspaces.is(JsonKind::kObject)) workspaces = workspaces["packages"];
  if (!workspaces.is(JsonKind::kArray)) return;
  for (JsonValue pattern : workspaces)
    if (pattern.is(JsonKind::kString)) manifest.workspaces.push_back(pattern.string());
}

// Targets of `exports` and `imports` by subpath: every file named there, whatever the condition
// (`import`, `require`, `node` …), most specific ones not told apart.
void read_targets(JsonValue targets, std::string_view member, ManifestFacts& manifest) {
  struct Level {
    JsonValue value;
    std::string subpath;
  };
  std::vector<Level> open{{targets, "."}};
  while (!open.empty()) {
    auto [value, subpath] = std::move(open.back());
    open.pop_back();
    if (value.is(JsonKind::kString) && value.text().starts_with("./"))
      add_setting(manifest, fmt::format("{}:{}", member, subpath), value);
    if (!value.is(JsonKind::kObject) && !value.is(JsonKind::kArray)) continue;
    for (JsonValue inner : value) {
      bool path = inner.key().starts_with(".") || inner.key().starts_with("#");
      open.push_back({inner, path ? std::string(inner.key()) : subpath});
    }
  }
}

void read_bundled(JsonValue root, ManifestFacts& manifest) {
  for (std::string_view key : {"bundleDependencies", "bundledDependencies"}) {
    JsonValue bundled = root[key];
    if (bundled.is(JsonKind::kBool)) add_setting(manifest, "bundled", bundled);
    if (bundled.is(JsonKind::kArray))
      for (JsonValue name : bundled) add_setting(manifest, "bundled", name);
  }
}

void read_settings(JsonValue root, ManifestFacts& manifest) {
  for (auto key : kPlainSettings)
    if (JsonValue value = root[key]; value.is(JsonKind::kString))
      add_setting(manifest, std::string(key), value);
  for (auto key : kFlatSettings) {
    JsonValue object = root[key];
    if (object.is(JsonKind::kString)) add_setting(manifest, std::string(key), object);
    if (object.is(JsonKind::kObject))
      for (JsonValue member : object)
        if (member.is(JsonKind::kString))
          add_setting(manifest, std::string(key) + "." + std::string(member.key()), member);
  }
  if (JsonValue meta = root["peerDependenciesMeta"]; meta.is(JsonKind::kObject))
    for (JsonValue peer : meta)
      if (peer["optional"].is_true())
        manifest.settings.push_back({"peer.optional", std::string(peer.key()), peer.line()});
  read_overrides(root["overrides"], "overrides", manifest);
  read_overrides(root["pnpm"]["overrides"], "pnpm.overrides", manifest);
  for (JsonValue allowed : root["pnpm"]["allowedDeprecatedVersions"])
    if (allowed.is(JsonKind::kString))
      add_setting(manifest, "allowed-deprecated." + std::string(allowed.key()), allowed);
  read_bundled(root, manifest);
  read_targets(root["exports"], "exports", manifest);
  read_targets(root["imports"], "imports", manifest);
}

// What says who the package is or what it asks for, and so does not use anything.
constexpr std::string_view kUnusing[] = {"name",
                                         "version",
                                         "description",
                                         "keywords",
                                         "author",
                                         "license",
                                         "homepage",
                                         "repository",
                                         "bugs",
                                         "contributors",
                                         "maintainers",
                                         "engines",
                                         "packageManager",
                                         "workspaces",
                                         "dependencies",
                                         "overrides",
                                         "resolutions",
                                         "pnpm",
                                         "devDependencies",
                                         "optionalDependencies",
                                         "peerDependencies",
                                         "peerDependenciesMeta",
                                         "_id",
                                         "_from",
                                         "readme",
                                         "stackfit"};

// Tools are told in package.json itself which plugins, commands and presets to use.
std::vector<std::uint64_t> mentions_of(JsonValue root) {
  MentionSet mentions;
  std::vector<JsonValue> open;
  for (JsonValue member : root)
    if (std::find(std::begin(kUnusing), std::end(kUnusing), member.key()) == std::end(kUnusing))
      open.push_back(member);
  while (!open.empty()) {
    JsonValue value = open.back();
    open.pop_back();
    mentions.add_words(value.key());
    if (value.is(JsonKind::kString)) mentions.add_words(value.text());
    if (value.is(JsonKind::kObject) || value.is(JsonKind::kArray))
      for (JsonValue inner : value) open.push_back(inner);
  }
  std::vector<std::uint64_t> found;
  mentions.merge_into(found);
  return found;
}

// Names that stand for something else: `browser` and `_moduleAliases` map names to files,
// `browserify-shim` to globals.
void read_aliases(JsonValue root, ManifestFacts& manifest) {
  for (JsonValue aliases : {root["browser"], root["browserify-shim"], root["_moduleAliases"],
                            root["alias"], root["jest"]["moduleNameMapper"]})
    if (aliases.is(JsonKind::kObject))
      for (JsonValue alias : aliases)
        manifest.settings.push_back({"alias", std::string(alias.key()), alias.line()});
}

void read_members(JsonValue root, std::string_view path, ManifestFacts& manifest) {
  manifest.package = root["name"].string();
  manifest.package_version = root["version"].string();
  manifest.is_private = root["private"].is_true();
  for (const DependencyGroup& group : kDependencyGroups)
    if (JsonValue declared = root[group.key]; declared.is(JsonKind::kObject))
      for (JsonValue range : declared)
        if (range.is(JsonKind::kString))
          manifest.dependencies.push_back(
              {std::string(range.key()), range.string(), group.scope, range.line()});
  read_workspaces(root, manifest);
  if (JsonValue scripts = root["scripts"]; scripts.is(JsonKind::kObject))
    for (JsonValue script : scripts)
      if (script.is(JsonKind::kString))
        manifest.commands.push_back({script.string(), std::string(script.key()),
                                     std::string(folder_of(path)), script.line()});
  read_settings(root, manifest);
  read_aliases(root, manifest);
}

}  // namespace

void read_package_json(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "package-json";
  JsonOptions options;
  options.duplicates = true;
  JsonTree tree = read_json(input.bytes, options);
  JsonValue root = root_of(tree);
  if (!expect_object(tree, facts)) return;
  read_members(root, input.entry.path, manifest);
  facts.mentions = mentions_of(root);
  for (auto node : tree.duplicates) {
    JsonValue replaced(tree, node);
    add_setting(manifest, "duplicate-key." + std::string(replaced.key()), replaced);
  }
}

}  // namespace stackfit
