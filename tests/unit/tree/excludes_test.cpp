#include "rules/excludes.h"

#include "support/catch.h"
#include "support/temp_folder.h"
#include "tree/tree.h"

using namespace stackfit;

namespace {

using Names = std::vector<std::string>;

Listing list(const TempFolder& folder, Options options = {}) {
  options.root = folder.path();
  return open_tree(options, load_excludes()).value()->list().value();
}

Names entries(const Listing& listing) {
  Names paths;
  for (const auto& entry : listing.entries) paths.push_back(entry.path);
  return paths;
}

Names skipped(const Listing& listing) {
  Names rows;
  for (const auto& row : listing.skipped) rows.push_back(row.path + ": " + row.reason);
  return rows;
}

}  // namespace

TEST_CASE("other people's folders have one row each, with their rule and their size") {
  TempFolder folder;
  folder.write("src/app.js");
  folder.write("node_modules/a/index.js");
  folder.write("node_modules/a/node_modules/b/index.js");
  folder.write("app/static/js/libs/viewer.js");
  folder.write("web/vendor/jquery.js");
  folder.write("env/pyvenv.cfg");
  folder.write("env/lib/python3.11/site-packages/x.py");
  auto listing = list(folder);
  CHECK(entries(listing) == Names{"src/app.js"});
  CHECK(skipped(listing) == Names{"app/static/js/libs: vendored: **/static/**/libs/, 1 file",
                                  "env: vendored: */, 2 files",
                                  "node_modules: vendored: node_modules/, 2 files",
                                  "web/vendor: vendored: vendor/, 1 file"});
  Options options;
  options.default_excludes = false;
  CHECK(entries(list(folder, options)).size() == 7);
}

TEST_CASE("folders that may be hand-written are not left out for their name") {
  TempFolder folder;
  Names mine = {"bootstrap.js",     "build/tasks.js",   "dist/site.js",  "env/config.js",
                "external/api.py",  "lib/index.js",     "out/report.py", "src/index.js",
                "tools/cache/a.py", "venv/__init__.py", "venv/create.py"};
  for (const auto& path : mine) folder.write(path);
  CHECK(entries(list(folder)) == mine);
}

TEST_CASE("files that a build has written are told by their names and neighbours") {
  TempFolder folder;
  for (auto path : {"a.min.js", "api_pb2.py", "dist/lib.js", "dist/lib.min.js", "dist/own.js",
                    "jquery-3.1.1.js", "jquery.plugin.js", "src/a.js"})
    folder.write(path);
  auto listing = list(folder);
  CHECK(entries(listing) == Names{"dist/own.js", "jquery.plugin.js", "src/a.js"});
  CHECK(skipped(listing) == Names{"a.min.js: minified: *.min.js", "api_pb2.py: generated: *_pb2.py",
                                  "dist/lib.js: build output: **/dist/**/*.js",
                                  "dist/lib.min.js: minified: *.min.js",
                                  "jquery-3.1.1.js: vendored: jquery-[0-9]*.js"});
}

TEST_CASE("a lockfile among fixtures is left out, the project's own never") {
  TempFolder folder;
  folder.write(".gitattributes", "package-lock.json linguist-generated\n");
  folder.write("package-lock.json");
  folder.write("packages/a/package.json");
  folder.write("packages/a/yarn.lock");
  folder.write("test/fixtures/old/package-lock.json");
  auto listing = list(folder);
  CHECK(entries(listing) == Names{".gitattributes", "package-lock.json", "packages/a/package.json",
                                  "packages/a/yarn.lock"});
  CHECK(skipped(listing) ==
        Names{"test/fixtures/old/package-lock.json: fixture: **/fixtures/**/package-lock.json"});
}

TEST_CASE("the user's patterns come first, and can bring something back") {
  TempFolder folder;
  for (auto path : {"a.js", "legacy/b.js", "vendor/mine/c.js", "x.min.js"}) folder.write(path);
  Options options;
  options.exclude = {"legacy/", "!vendor/", "!x.min.js"};
  auto listing = list(folder, options);
  CHECK(entries(listing) == Names{"a.js", "vendor/mine/c.js", "x.min.js"});
  CHECK(skipped(listing) == Names{"legacy: excluded: legacy/, 1 file"});
  options.root = folder.path();
  options.exclude = {"[a"};
  auto tree = open_tree(options, {});
  REQUIRE_FALSE(tree);
  CHECK(tree.error().kind == ErrorKind::kConfig);
  CHECK(tree.error().message == "the exclude pattern '[a' can never match");
}

TEST_CASE("linguist's attributes leave files out and bring them back") {
  TempFolder folder;
  folder.write(".gitattributes",
               "# comment\nparser/*.js text linguist-generated=true\n"
               "\"my lib/**\" linguist-vendored\nvendor/ours/** -linguist-vendored\n"
               "docs/ linguist-vendored\n*.js text\n");
  for (auto path : {"docs/a.js", "my lib/x/b.js", "parser/c.js", "vendor/ours/d.js",
                    "vendor/theirs/e.js", "vendor/f.js"})
    folder.write(path);
  auto listing = list(folder);
  CHECK(entries(listing) == Names{".gitattributes", "docs/a.js", "vendor/ours/d.js"});
  CHECK(skipped(listing) == Names{"my lib/x/b.js: vendored: my lib/** (.gitattributes)",
                                  "parser/c.js: generated: parser/*.js (.gitattributes)",
                                  "vendor: vendored: vendor/, 2 files"});
}

TEST_CASE("build output that git does not know is left out, what it tracks is not") {
  if (!git_is_installed()) return;
  TempFolder folder;
  REQUIRE(folder.git({"init", "-q"}));
  for (auto path : {"a/build/x.js", "a/package.json", "b/build/y.js", "b/package.json"})
    folder.write(path);
  REQUIRE(folder.git({"add", "a"}));
  auto listing = list(folder);
  CHECK(entries(listing) == Names{"a/build/x.js", "a/package.json", "b/package.json"});
  CHECK(skipped(listing) == Names{"b/build: build output: build/, 1 file"});
}
