// What real lockfiles hold beside the plain case: odd versions, scalars, line ends, overrides. The
// lockfiles of tests/data/locks were written by the managers themselves.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/text.h"
#include "facts/encoding.h"
#include "paths.h"
#include "project/npm/workspaces.h"
#include "support/catch.h"
#include "support/read_manifest.h"

using namespace stackfit;

namespace {

struct LockFile {
  std::string name, bytes;
};

std::vector<LockFile> real_locks() {
  std::vector<LockFile> locks;
  for (const auto& folder :
       std::filesystem::directory_iterator(STACKFIT_SOURCE_DIR "/tests/data/locks"))
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      auto name = file.path().filename().string();
      if (name.find("lock") == std::string::npos) continue;
      std::ifstream in(file.path(), std::ios::binary);
      std::stringstream text;
      text << in.rdbuf();
      locks.push_back({name, text.str()});
    }
  return locks;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  for (auto at = text.find(from); at != std::string_view::npos; at = text.find(from)) {
    result += std::string(text.substr(0, at)) + std::string(to);
    text.remove_prefix(at + from.size());
  }
  return result + std::string(text);
}

// Twice the blanks at the start of every line.
std::string indented_twice(std::string_view text) {
  std::string result;
  for (auto line : split(text, '\n')) {
    auto blanks = std::min(line.find_first_not_of(' '), line.size());
    result += std::string(blanks, ' ') + std::string(line) + "\n";
  }
  return result;
}

std::string deprecated_of(const std::string& scalar) {
  auto lock =
      read_manifest("pnpm-lock.yaml",
                    "lockfileVersion: '6.0'\npackages:\n  /a@1.0.0:\n    deprecated: " + scalar +
                        "\n    engines: {node: '>=6'}\n  /b@1.0.0: {}\n");
  CHECK(lock.packages.size() == 3);  // the project, a, b: the scalar ended where it ends
  return package_at(lock, "/a@1.0.0").deprecated;
}

FileRecord record_of(const std::string& path, std::string_view text) {
  FileRecord record;
  record.entry.path = path;
  record.facts = read_file(path, text);
  return record;
}

}  // namespace

TEST_CASE("a byte order mark and carriage returns change nothing in any lockfile") {
  auto locks = real_locks();
  REQUIRE(locks.size() == 7);
  for (const auto& [name, bytes] : locks) {
    INFO(name);
    auto plain = encode(read_file(name, bytes));
    CHECK(encode(read_file(name, "\xEF\xBB\xBF" + bytes)) == plain);
    CHECK(encode(read_file(name, replaced(bytes, "\n", "\r\n"))) == plain);
  }
}

TEST_CASE("four blanks of indentation say what two say") {
  std::size_t tried = 0;
  for (const auto& [name, bytes] : real_locks()) {
    bool yaml = name == "pnpm-lock.yaml" || bytes.find("__metadata:") != std::string::npos;
    if (!yaml) continue;
    ++tried;
    CHECK(encode(read_file(name, indented_twice(bytes))) == encode(read_file(name, bytes)));
  }
  CHECK(tried == 2);
}

TEST_CASE("conflict markers in any lockfile are one clear diagnostic") {
  for (const auto& [name, bytes] : real_locks()) {
    INFO(name);
    auto middle = bytes.find('\n', bytes.size() / 2) + 1;
    auto facts = read_file(name, bytes.substr(0, middle) + "<<<<<<< HEAD\n=======\n>>>>>>> b\n" +
                                     bytes.substr(middle));
    CHECK(facts.skipped.find("holds the markers of an unresolved merge conflict (line ") == 0);
    CHECK(facts.manifest->packages.empty());
  }
}

TEST_CASE("a lockfile cut off anywhere is refused or read in part, never a crash") {
  for (const auto& [name, bytes] : real_locks())
    for (std::size_t part = 1; part < 24; ++part)
      CHECK(decode(encode(read_file(name, bytes.substr(0, bytes.size() * part / 24)))));
}

TEST_CASE("pnpm: a notice is read in every form YAML gives it") {
  CHECK(deprecated_of("plain words") == "plain words");
  CHECK(deprecated_of("'it''s gone'") == "it's gone");
  CHECK(deprecated_of("\"tab\\there\"") == "tab\there");
  CHECK(deprecated_of("folded over\n      two lines") == "folded over two lines");
  CHECK(deprecated_of("'quoted over\n\n      two lines'") == "quoted over\ntwo lines");
  CHECK(deprecated_of("|-\n      two\n      lines") == "two\nlines");
  CHECK(deprecated_of("|\n      one: a\n        inner") == "one: a\n  inner\n");
  CHECK(deprecated_of("|+\n      kept\n\n") == "kept\n\n\n");
  CHECK(deprecated_of(">-\n      folded\n      words\n\n      next") == "folded words\nnext");
  CHECK(deprecated_of("''").empty());
  CHECK(deprecated_of("false").empty());
  CHECK(deprecated_of("").empty());
}

TEST_CASE("pnpm: versions of the format as numbers, texts and with inline specifiers") {
  auto old = read_manifest("pnpm-lock.yaml", R"(lockfileVersion: 5.4-inlineSpecifiers
importers:
  .:
    dependencies:
      a:
        specifier: ^1.0.0
        version: 1.2.3_p@1.0.0
packages:
  /a/1.2.3_p@1.0.0:
    resolution: {integrity: sha512-x==}
)");
  CHECK(old.version == "5.4-inlineSpecifiers");
  CHECK(edge_of(old, "", "a") == "/a/1.2.3_p@1.0.0");
  CHECK(package_at(old, "").dependencies.at(0).range == "^1.0.0");
  CHECK(package_at(old, "/a/1.2.3_p@1.0.0").version == "1.2.3");
  for (std::string version : {"6.0", "'6.0'", "\"6.0\""}) {
    auto lock = read_manifest("pnpm-lock.yaml", "lockfileVersion: " + version +
                                                    "\ndependencies:\n  a:\n    specifier: ^1\n"
                                                    "    version: 1.0.0\npackages:\n"
                                                    "  /a@1.0.0:\n    dev: false\n");
    CHECK(edge_of(lock, "", "a") == "/a@1.0.0");
  }
}

TEST_CASE("pnpm: explicit keys and quoted keys are keys") {
  auto lock = read_manifest("pnpm-lock.yaml", R"(lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      '@s/a': {specifier: 'catalog:', version: 1.0.0}
packages:
  ? '@s/a@1.0.0'
  : resolution: {integrity: sha512-x==, tarball: 'https://registry.example/@s/a/-/a-1.0.0.tgz'}
    deprecated: gone
  "@s/b@1.0.0": {resolution: {integrity: sha512-x==}, deprecated: "also gone"}
snapshots:
  ? '@s/a@1.0.0'
  : dependencies:
      '@s/b': 1.0.0
  '@s/b@1.0.0': {}
)");
  CHECK(edge_of(lock, "", "@s/a") == "@s/a@1.0.0");
  CHECK(edge_of(lock, "@s/a@1.0.0", "@s/b") == "@s/b@1.0.0");
  CHECK(package_at(lock, "@s/a@1.0.0").deprecated == "gone");
  CHECK(package_at(lock, "@s/a@1.0.0").from_registry);
  CHECK(package_at(lock, "@s/b@1.0.0").deprecated == "also gone");
}

TEST_CASE("pnpm: folders and tarballs are nobody's package, overrides need no word") {
  auto lock = read_manifest("pnpm-lock.yaml", R"(lockfileVersion: '9.0'
overrides:
  b: 2.0.0
importers:
  .:
    dependencies:
      a: {specifier: ^1.0.0, version: 1.0.0}
      d: {specifier: 'file:d', version: 'file:d'}
      t: {specifier: 'file:t.tgz', version: 'file:t.tgz'}
packages:
  a@1.0.0: {resolution: {integrity: sha512-x==}}
  b@2.0.0: {resolution: {integrity: sha512-x==}}
  d@file:d: {resolution: {directory: d, type: directory}, name: request}
  t@file:t.tgz: {resolution: {integrity: sha512-x==, tarball: 'file:t.tgz'}, version: 1.0.0}
snapshots:
  a@1.0.0:
    dependencies: {b: 2.0.0}
  b@2.0.0: {}
  d@file:d: {}
  t@file:t.tgz: {}
)");
  CHECK(edge_of(lock, "a@1.0.0", "b") == "b@2.0.0");
  CHECK(edge_of(lock, "", "d") == "d@file:d");
  CHECK_FALSE(package_at(lock, "d@file:d").from_registry);
  CHECK_FALSE(package_at(lock, "t@file:t.tgz").from_registry);
}

TEST_CASE("yarn 1: what a resolution replaced is found under its name") {
  auto lock = read_manifest("yarn.lock", R"(a@^1.0.0:
  version "1.0.0"
  dependencies:
    b "^1.0.0"

b@^1.0.0, b@^2.0.0, b@2.5.0:
  version "2.5.0"

c@3.0.0:
  version "3.0.0"

d@^1.0.0:
  version "1.0.0"
  dependencies:
    c "^1.0.0"
)");
  CHECK(edge_of(lock, "a@^1.0.0", "b") == "b@^1.0.0, b@^2.0.0, b@2.5.0");
  CHECK(edge_of(lock, "d@^1.0.0", "c") == "c@3.0.0");
}

TEST_CASE("yarn 1: folders, links, tarballs and forges are nobody's package") {
  for (std::string source : {"file:./x", "link:../x", "https://example.org/x.tgz", "user/x",
                             "git+ssh://git@example.org/x.git#0123", "github:user/x"}) {
    INFO(source);
    auto lock = read_manifest("yarn.lock", "\"x@" + source + "\":\n  version \"1.0.0\"\n");
    CHECK_FALSE(package_at(lock, "x@" + source).from_registry);
  }
}

TEST_CASE("yarn 2 and later: links and portals are nobody's, a patch is of what it patches") {
  auto lock = read_manifest("yarn.lock", R"(__metadata:
  version: 6

"a@link:../a::locator=app%40workspace%3A.":
  version: 0.0.0-use.local
  resolution: "a@link:../a::locator=app%40workspace%3A."

"b@portal:../b::locator=app%40workspace%3A.":
  version: 0.0.0-use.local
  resolution: "b@portal:../b::locator=app%40workspace%3A."

"typescript@patch:typescript@^4.0.0#~builtin<compat/typescript>":
  version: 4.9.5
  resolution: "typescript@patch:typescript@npm%3A4.9.5#~builtin<compat/typescript>::version=4.9.5&hash=2"

"c@patch:c@https://example.org/c.tgz#./c.patch":
  version: 1.0.0
  resolution: "c@patch:c@https%3A//example.org/c.tgz#./c.patch::version=1.0.0"
)");
  CHECK_FALSE(package_at(lock, "a@link:../a::locator=app%40workspace%3A.").from_registry);
  CHECK_FALSE(package_at(lock, "b@portal:../b::locator=app%40workspace%3A.").from_registry);
  auto patched = package_at(lock, "typescript@patch:typescript@^4.0.0#~builtin<compat/typescript>");
  CHECK(patched.name == "typescript");
  CHECK(patched.version == "4.9.5");
  CHECK(patched.from_registry);
  CHECK_FALSE(package_at(lock, "c@patch:c@https://example.org/c.tgz#./c.patch").from_registry);
}

TEST_CASE("bun.lock: every source but the registry is nobody's package") {
  for (std::string locator :
       {"x@github:s/x#0123", "x@git+ssh://example.org/x.git#0123", "x@https://example.org/x.tgz",
        "x@./x.tgz", "x@file:x", "x@link:x", "x@workspace:packages/x", "x@root:"}) {
    INFO(locator);
    auto lock =
        read_manifest("bun.lock", "{\"packages\": {\"x\": [\"" + locator + "\", {}, \"h\",],},}");
    CHECK_FALSE(package_at(lock, "node_modules/x").from_registry);
  }
  auto scoped = read_manifest("bun.lock", R"({"packages": {"x": ["@s/y@1.0.0", "", {}, "h"]}})");
  CHECK(package_at(scoped, "node_modules/x").name == "@s/y");
  CHECK(package_at(scoped, "node_modules/x").version == "1.0.0");
}

TEST_CASE("npm: the shrinkwrap wins over the lockfile, and that over what is installed") {
  std::string_view manifest = R"({"dependencies": {"a": "^1.0.0"}})";
  auto lock = [](std::string version) {
    return "{\"lockfileVersion\": 3, \"packages\": {\"\": {\"dependencies\": {\"a\": \"^1.0.0\"}}, "
           "\"node_modules/a\": {\"version\": \"" +
           version + "\"}}}";
  };
  std::vector<FileRecord> records{record_of("node_modules/.package-lock.json", lock("1.0.0")),
                                  record_of("npm-shrinkwrap.json", lock("1.0.2")),
                                  record_of("package-lock.json", lock("1.0.1")),
                                  record_of("package.json", manifest)};
  for (std::string winner :
       {"npm-shrinkwrap.json", "package-lock.json", "node_modules/.package-lock.json"}) {
    auto found = npm::find_workspaces(records);
    REQUIRE(found.all.size() == 1);
    CHECK(found.all[0].lock_path == winner);
    REQUIRE(found.all[0].directs.size() == 1);
    CHECK(found.all[0].directs[0].package != 0);
    std::erase_if(records, [&](const FileRecord& record) { return record.entry.path == winner; });
  }
}

TEST_CASE("a package on many platforms counts once and is never a finding of its own") {
  auto lock = read_manifest("package-lock.json", R"({"lockfileVersion": 3, "packages": {
    "": {"optionalDependencies": {"x": "1"}},
    "node_modules/x": {"version": "1.0.0", "optionalDependencies": {"x-linux": "1", "x-mac": "1"}},
    "node_modules/x-linux": {"version": "1.0.0", "optional": true, "os": ["linux"], "libc": ["glibc"]},
    "node_modules/x-mac": {"version": "1.0.0", "optional": true, "cpu": ["arm64"]}}})");
  CHECK(package_at(lock, "node_modules/x-linux").platform_bound);
  CHECK(package_at(lock, "node_modules/x-mac").platform_bound);
  CHECK_FALSE(package_at(lock, "node_modules/x").platform_bound);
}
