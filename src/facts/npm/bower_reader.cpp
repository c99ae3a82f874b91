// bower.json: the packages of an interface that needs no bundler. Its names are those of npm for
// nearly all packages, so they are looked up as such.
#include "core/text.h"
#include "facts/npm/npm_reading.h"
#include "facts/npm/readers.h"

namespace stackfit {

bool is_bower(std::string_view path) {
  return base_name(path) == "bower.json";
}

void read_bower(const FileInput& input, FileFacts& facts) {
  ManifestFacts& manifest = facts.manifest.emplace();
  manifest.format = "bower";
  JsonTree tree = read_json(input.bytes, {});
  if (!expect_object(tree, facts)) return;
  JsonValue root = root_of(tree);
  manifest.package = root["name"].string();
  for (const DependencyGroup& group : kDependencyGroups)
    if (JsonValue declared = root[group.key]; declared.is(JsonKind::kObject))
      for (JsonValue range : declared)
        if (range.is(JsonKind::kString))
          manifest.dependencies.push_back(
              {std::string(range.key()), range.string(), group.scope, range.line()});
}

}  // namespace stackfit
