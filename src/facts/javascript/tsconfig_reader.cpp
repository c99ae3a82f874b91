#include "facts/javascript/tsconfig_reader.h"

#include <fmt/format.h>

#include "core/text.h"
#include "facts/json_reader.h"
#include "facts/npm/npm_reading.h"

namespace stackfit {
namespace {

void add(ManifestFacts& manifest, std::string key, JsonValue value) {
  if (value.is(JsonKind::kString))
    manifest.settings.push_back({std::move(key), value.string(), value.line()});
}

}  // namespace

bool is_tsconfig(std::string_view path) {
  auto name = base_name(path);
  return (name.starts_with("tsconfig") || name.starts_with("jsconfig")) && name.ends_with(".json");
}

void read_tsconfig(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "tsconfig";
  JsonOptions options;
  options.comments = true;
  JsonTree tree = read_json(input.bytes, options);
  JsonValue root = root_of(tree);
  if (!expect_object(tree, facts)) return;
  add(manifest, "extends", root["extends"]);
  if (JsonValue bases = root["extends"]; bases.is(JsonKind::kArray))
    for (JsonValue base : bases) add(manifest, "extends", base);
  add(manifest, "baseUrl", root["compilerOptions"]["baseUrl"]);
  if (JsonValue paths = root["compilerOptions"]["paths"]; paths.is(JsonKind::kObject))
    for (JsonValue targets : paths)
      for (JsonValue target : targets)
        add(manifest, fmt::format("paths:{}", targets.key()), target);
}

}  // namespace stackfit
