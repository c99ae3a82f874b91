#include "facts/encoding.h"
#include "support/catch.h"
#include "support/read_manifest.h"

using namespace stackfit;

TEST_CASE("a version 3 lockfile gives packages, lines and edges as Node resolves them") {
  auto lock = read_manifest("package-lock.json", R"({
  "name": "app", "version": "1.0.0", "lockfileVersion": 3,
  "packages": {
    "": {"dependencies": {"a": "^1.0.0"}, "devDependencies": {"b": "^2.0.0"}},
    "node_modules/a": {
      "version": "1.0.1",
      "resolved": "https://registry.example/a/-/a-1.0.1.tgz",
      "deprecated": "gone",
      "dependencies": {"b": "^1.0.0", "c": "*"}
    },
    "node_modules/a/node_modules/b": {"version": "1.5.0", "dependencies": {"c": "*"}},
    "node_modules/b": {"version": "2.0.0", "dev": true, "optional": true},
    "node_modules/c": {"version": "3.0.0", "devOptional": true, "os": ["darwin"], "inBundle": true}
  }
})");
  CHECK(lock.version == "3");
  CHECK(lock.has_deprecation_flags);
  CHECK(package_at(lock, "").importer);
  auto a = package_at(lock, "node_modules/a");
  CHECK(a.name == "a");
  CHECK(a.deprecated == "gone");
  CHECK(a.from_registry);
  CHECK(a.line == 5);
  CHECK(edge_of(lock, "", "a") == "node_modules/a");
  CHECK(edge_of(lock, "", "b") == "node_modules/b");
  CHECK(edge_of(lock, "node_modules/a", "b") == "node_modules/a/node_modules/b");
  CHECK(edge_of(lock, "node_modules/a/node_modules/b", "c") == "node_modules/c");
  CHECK(package_at(lock, "node_modules/b").dev);
  auto c = package_at(lock, "node_modules/c");
  CHECK((c.dev && c.optional && c.platform_bound && c.bundled));
}

TEST_CASE("workspaces and links lead to their folders, and search modules from there") {
  auto lock = read_manifest("package-lock.json", R"({"lockfileVersion": 2, "packages": {
    "": {"dependencies": {"web": "*"}},
    "node_modules/web": {"resolved": "packages/web", "link": true},
    "packages/web": {"name": "web", "version": "1.0.0", "dependencies": {"x": "1", "y": "1"}},
    "packages/web/node_modules/x": {"version": "1.0.0"},
    "node_modules/x": {"version": "2.0.0"},
    "node_modules/y": {"version": "1.0.0"},
    "node_modules/lost": {"resolved": "../elsewhere", "link": true}},
    "dependencies": {"x": {"version": "9.9.9"}}})");
  CHECK(edge_of(lock, "", "web") == "packages/web");
  CHECK(edge_of(lock, "packages/web", "x") == "packages/web/node_modules/x");
  CHECK(edge_of(lock, "packages/web", "y") == "node_modules/y");
  CHECK(package_at(lock, "packages/web").importer);
  CHECK_FALSE(package_at(lock, "node_modules/lost").from_registry);
  CHECK(lock.packages.size() == 7);  // version 2 repeats itself in "dependencies"
}

TEST_CASE("an alias carries the name of what it stands for") {
  auto flat = read_manifest("package-lock.json", R"({"lockfileVersion": 3, "packages": {
    "": {"dependencies": {"foo": "npm:@s/bar@^1"}},
    "node_modules/foo": {"name": "@s/bar", "version": "1.0.0"}}})");
  CHECK(package_at(flat, "node_modules/foo").name == "@s/bar");
  CHECK(edge_of(flat, "", "foo") == "node_modules/foo");
  auto nested = read_manifest("package-lock.json", R"({"lockfileVersion": 1, "dependencies": {
    "foo": {"version": "npm:@s/bar@1.0.0"}}})");
  CHECK(package_at(nested, "node_modules/foo").name == "@s/bar");
  CHECK(package_at(nested, "node_modules/foo").version == "1.0.0");
  CHECK(package_at(nested, "node_modules/foo").from_registry);
}

TEST_CASE("packages from elsewhere are told from those of a registry, whatever its host") {
  auto from_registry = [](std::string resolved) {
    auto lock = read_manifest("package-lock.json",
                              "{\"packages\": {\"node_modules/@s/a\": {\"version\": \"1.0.0\", "
                              "\"resolved\": \"" +
                                  resolved + "\"}}}");
    return package_at(lock, "node_modules/@s/a").from_registry;
  };
  CHECK(from_registry(""));
  CHECK(from_registry("https://registry.example/@s/a/-/a-1.0.0.tgz"));
  CHECK(from_registry("http://localhost:4873/@s%2fa/-/a-1.0.0.tgz"));
  CHECK(from_registry("https://npm.example/download/@s/a/1.0.0/0123abcd"));
  CHECK_FALSE(from_registry("git+ssh://git@example.org/s/a.git#0123abcd"));
  CHECK_FALSE(from_registry("git+https://example.org/s/a.git#0123abcd"));
  CHECK_FALSE(from_registry("github:s/a#0123abcd"));
  CHECK_FALSE(from_registry("file:../a"));
  CHECK_FALSE(from_registry("file:a-1.0.0.tgz"));
  CHECK_FALSE(from_registry("https://example.org/s/a/archive/v1.0.0.tar.gz"));
  CHECK_FALSE(from_registry("https://registry.example/other/-/other-1.0.0.tgz"));
}

TEST_CASE("a version 1 lockfile nests by folder and lists what is required") {
  auto lock = read_manifest("npm-shrinkwrap.json", R"({
  "lockfileVersion": 1, "requires": true,
  "dependencies": {
    "a": {
      "version": "1.0.0", "dev": true,
      "requires": {"b": "^1.0.0", "c": "^1.0.0"},
      "dependencies": {
        "b": {"version": "1.5.0", "bundled": true, "requires": {"c": "^1.0.0"}}
      }
    },
    "b": {"version": "2.0.0", "optional": true},
    "c": {"version": "1.0.0"},
    "g": {"version": "git+ssh://git@example.org/g.git#0123", "from": "g@git+ssh://x"},
    "f": {"version": "file:../f"},
    "t": {"version": "https://example.org/t.tgz"}
  }
})");
  CHECK(lock.version == "1");
  CHECK(edge_of(lock, "node_modules/a", "b") == "node_modules/a/node_modules/b");
  CHECK(edge_of(lock, "node_modules/a", "c") == "node_modules/c");
  CHECK(edge_of(lock, "node_modules/a/node_modules/b", "c") == "node_modules/c");
  CHECK(package_at(lock, "node_modules/a/node_modules/b").bundled);
  CHECK(package_at(lock, "node_modules/a/node_modules/b").line == 8);
  CHECK(package_at(lock, "node_modules/a").dev);
  for (std::string key : {"node_modules/g", "node_modules/f", "node_modules/t"})
    CHECK_FALSE(package_at(lock, key).from_registry);
}

TEST_CASE("shrinkwraps of npm 2 and of Meteor have no requirements: nesting tells") {
  auto lock = read_manifest("npm-shrinkwrap.json", R"({"lockfileVersion": 4, "dependencies": {
    "a": {"version": "1.0.0", "dependencies": {"b": {"version": "1.0.0"}}}}})");
  CHECK(lock.version == "4");
  CHECK(edge_of(lock, "node_modules/a", "b") == "node_modules/a/node_modules/b");
}

TEST_CASE("a flag that was taken back is no flag") {
  auto lock = read_manifest("package-lock.json", R"({"packages": {
    "node_modules/a": {"version": "1.0.0", "deprecated": ""},
    "node_modules/b": {"version": "1.0.0", "deprecated": false},
    "node_modules/c": {"version": "1.0.0", "deprecated": true},
    "node_modules/d": {"version": "1.0.0", "deprecated": ["odd"]}}})");
  CHECK(package_at(lock, "node_modules/a").deprecated.empty());
  CHECK(package_at(lock, "node_modules/b").deprecated.empty());
  CHECK(package_at(lock, "node_modules/c").deprecated == "true");
  CHECK(package_at(lock, "node_modules/d").deprecated.empty());
}

TEST_CASE("the hidden lockfile has no root and is read all the same") {
  auto lock = read_manifest("node_modules/.package-lock.json", R"({"lockfileVersion": 3,
    "packages": {"node_modules/a": {"version": "1.0.0"}}})");
  CHECK(lock.packages.size() == 1);
}

TEST_CASE("broken and odd lockfiles are one clear diagnostic or nothing, never a crash") {
  auto conflict = read_file("package-lock.json",
                            "{\n  \"lockfileVersion\": 3,\n<<<<<<< HEAD\n  \"packages\": {}\n"
                            "=======\n  \"packages\": {}\n>>>>>>> theirs\n}\n");
  CHECK(conflict.skipped == "holds the markers of an unresolved merge conflict (line 3)");
  std::string deep = "{\"lockfileVersion\": 1, \"dependencies\": ";
  std::string_view level = "{\"a\": {\"version\": \"1.0.0\", \"dependencies\": ";
  for (int i = 0; i < 120; ++i) deep += level;
  deep += "{}";
  for (int i = 0; i < 120; ++i) deep += "}}";
  CHECK(read_manifest("package-lock.json", deep + "}").packages.size() == 120);
  for (std::string_view odd :
       {"{}", "{\"packages\": []}", "{\"dependencies\": [1]}", "{\"packages\": {\"x\": 1}}",
        "{\"packages\": {\"node_modules/\": {}, \"/\": {\"dependencies\": {\"\": \"\"}}}}",
        "{\"dependencies\": {\"a\": {\"requires\": true, \"dependencies\": []}}}",
        "{\"packages\": {\"node_modules/a\": {\"link\": true, \"dependencies\": {\"a\": "
        "\"1\"}}}}"}) {
    INFO(odd);
    auto facts = read_file("package-lock.json", odd);
    CHECK(facts.skipped.empty());
    CHECK(decode(encode(facts)));
  }
}
