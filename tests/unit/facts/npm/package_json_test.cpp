#include "facts/encoding.h"
#include "support/catch.h"
#include "support/read_manifest.h"

using namespace stackfit;

namespace {

std::string setting(const ManifestFacts& manifest, std::string_view key) {
  std::string found;
  for (const Setting& row : manifest.settings)
    if (row.key == key) found += (found.empty() ? "" : " ") + row.value;
  return found;
}

}  // namespace

TEST_CASE("package.json is read with the line of every dependency") {
  auto manifest = read_manifest("packages/a/package.json", R"({
  "name": "@acme/app",
  "version": "1.2.3",
  "private": true,
  "type": "module",
  "main": "lib/index.js",
  "bin": {"acme": "bin/acme.js"},
  "engines": {"node": ">=18"},
  "scripts": {"test": "mocha", "odd": 3},
  "dependencies": {
    "express": "^4.18.0",
    "broken": {"not": "a range"}
  },
  "optionalDependencies": {"fsevents": "~2.3.0"},
  "devDependencies": {"mocha": "10"},
  "peerDependencies": {"react": ">=16"},
  "peerDependenciesMeta": {"react": {"optional": true}},
  "bundledDependencies": ["express"],
  "workspaces": {"packages": ["packages/*"], "nohoist": ["x"]},
  "overrides": {"foo": "1.0.0", "bar": {".": "2.0.0", "baz": "3.0.0"}},
  "resolutions": {"**/qux": "4.0.0"},
  "pnpm": {"overrides": {"a>b": "5.0.0"}}
})");
  CHECK(manifest.package == "@acme/app");
  CHECK(manifest.package_version == "1.2.3");
  CHECK(manifest.is_private);
  REQUIRE(manifest.dependencies.size() == 4);
  CHECK(manifest.dependencies[0].name == "express");
  CHECK(manifest.dependencies[0].line == 11);
  CHECK(manifest.dependencies[1].scope == DependencyScope::kOptional);
  CHECK(manifest.dependencies[2].scope == DependencyScope::kDev);
  CHECK(manifest.dependencies[3].scope == DependencyScope::kPeer);
  CHECK(manifest.dependencies[3].line == 16);
  CHECK(manifest.workspaces == std::vector<std::string>{"packages/*"});
  REQUIRE(manifest.commands.size() == 1);
  CHECK(manifest.commands[0].text == "mocha");
  CHECK(manifest.commands[0].folder == "packages/a");
  CHECK(setting(manifest, "type") == "module");
  CHECK(setting(manifest, "bin.acme") == "bin/acme.js");
  CHECK(setting(manifest, "engines.node") == ">=18");
  CHECK(setting(manifest, "peer.optional") == "react");
  CHECK(setting(manifest, "bundled") == "express");
  CHECK(setting(manifest, "overrides.foo") == "1.0.0");
  CHECK(setting(manifest, "overrides.bar") == "2.0.0");
  CHECK(setting(manifest, "overrides.bar>baz") == "3.0.0");
  CHECK(setting(manifest, "resolutions.**/qux") == "4.0.0");
  CHECK(setting(manifest, "pnpm.overrides.a>b") == "5.0.0");
}

TEST_CASE("workspaces may be a plain list") {
  CHECK(read_manifest("package.json", R"({"workspaces": ["a", "b/*"]})").workspaces ==
        std::vector<std::string>{"a", "b/*"});
}

TEST_CASE("a dependency written twice counts as Node counts it and is remembered") {
  auto manifest =
      read_manifest("package.json", "{\"dependencies\": {\n\"a\": \"1\",\n\"a\": \"2\"}}");
  REQUIRE(manifest.dependencies.size() == 1);
  CHECK(manifest.dependencies[0].range == "2");
  CHECK(manifest.dependencies[0].line == 3);
  CHECK(setting(manifest, "duplicate-key.a") == "1");
}

TEST_CASE("a manifest that is no JSON is listed as skipped with its line") {
  auto facts = read_file("package.json", "{\n\"dependencies\": {\n");
  REQUIRE(facts.manifest);
  CHECK(facts.manifest->problem.starts_with("is not valid JSON"));
  CHECK(facts.manifest->problem_line == 2);
  CHECK(facts.skipped.ends_with("(line 2)"));
  CHECK(read_file("package.json", "[]").skipped == "is not a JSON object (line 1)");
  for (std::string_view odd :
       {"{}", "{\"dependencies\": []}", "{\"dependencies\": \"x\", \"workspaces\": 1}",
        "{\"scripts\": [], \"bin\": 3, \"overrides\": \"x\", \"name\": {}}"}) {
    INFO(odd);
    auto read = read_file("package.json", odd);
    CHECK(read.skipped.empty());
    CHECK(decode(encode(read)));
  }
}

TEST_CASE("bower.json declares what pages load") {
  auto manifest = read_manifest("bower.json", R"({
  "name": "app",
  "dependencies": {"angular": "~1.5.0"},
  "devDependencies": {"angular-mocks": "~1.5.0"}
})");
  CHECK(manifest.format == "bower");
  REQUIRE(manifest.dependencies.size() == 2);
  CHECK(manifest.dependencies[0].name == "angular");
  CHECK(manifest.dependencies[0].line == 3);
  CHECK(manifest.dependencies[1].scope == DependencyScope::kDev);
}
