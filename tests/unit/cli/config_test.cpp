#include "cli/config.h"

#include <filesystem>
#include <fstream>

#include "support/catch.h"

using namespace stackfit;
namespace fs = std::filesystem;

namespace {

// A folder that goes away with its test.
struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "stackfit-config-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
  }
};

Result<Invocation> applied(const std::string& name, const std::string& text) {
  auto entries = read_config({name, text});
  if (!entries) return entries.error();
  Invocation invocation;
  for (const auto& entry : *entries)
    if (auto done = apply_config(entry, invocation); !done) return done.error();
  return invocation;
}

}  // namespace

TEST_CASE("a configuration sets what its flags would set") {
  auto invocation = applied("stackfit.toml",
                            "exclude = [\"a/\", \"b\"]\nfail-on = \"warning\"\nstrict = true\n"
                            "default-excludes = false\nas-of = \"2026-01-02\"\n"
                            "[output]\nformat = \"concise\"\n");
  REQUIRE(invocation);
  CHECK(invocation->options.exclude == std::vector<std::string>{"a/", "b"});
  CHECK(invocation->options.fail_on == Severity::kWarning);
  CHECK(invocation->options.strict);
  CHECK_FALSE(invocation->options.default_excludes);
  CHECK(invocation->options.as_of == "2026-01-02");
  CHECK(invocation->options.format == "concise");
}

TEST_CASE("the three places of a configuration mean the same") {
  for (auto [name, text] :
       {std::pair<std::string, std::string>{"stackfit.toml",
                                            "[rules.callback-nesting]\nseverity = \"error\"\n"
                                            "threshold.warning = 6\n"},
        {"pyproject.toml",
         "[tool.stackfit.rules.callback-nesting]\nseverity = \"error\"\n"
         "threshold.warning = 6\n[tool.black]\nline-length = 3\n"},
        {"package.json",
         R"({"name": "x", "stackfit": {"rules": {"callback-nesting":
                                {"severity": "error", "threshold": {"warning": 6}}}}})"}}) {
    auto invocation = applied(name, text);
    INFO(name);
    REQUIRE(invocation);
    REQUIRE(invocation->overrides.size() == 2);
    for (const auto& wanted : invocation->overrides) {
      CHECK(wanted.rule == "callback-nesting");
      if (wanted.severity)
        CHECK(*wanted.severity == Severity::kError);
      else
        CHECK(wanted.threshold == std::map<std::string, double>{{"warning", 6}});
    }
  }
}

TEST_CASE("an unknown key is an error with its line and the nearest name") {
  auto error = applied("stackfit.toml", "strict = true\nfail_on = \"error\"\n").error();
  CHECK(error.message == "unknown key \"fail_on\"");
  CHECK(error.where == "stackfit.toml:2");
  CHECK(error.hint == "did you mean \"fail-on\"?");
  CHECK(applied("stackfit.toml", "[rules.x]\nseverty = \"error\"\n").error().hint ==
        "did you mean \"severity\"?");
}

TEST_CASE("a configuration has no key that reaches outside the tree") {
  for (const char* text :
       {"[output]\njson = \"/tmp/x\"\n", "output = \"json=/tmp/x\"\n", "config = \"/etc/passwd\"\n",
        "allow-external-gitdir = true\n", "[rules]\ndirs = [\"/\"]\n", "jobs = 64\n"}) {
    INFO(text);
    CHECK_FALSE(applied("stackfit.toml", text));
  }
}

TEST_CASE("a broken configuration is an error with its line") {
  for (auto [name, text] :
       {std::pair<std::string, std::string>{"stackfit.toml", "a = 1\nb = = 2\n"},
        {"package.json", "{\n\"stackfit\": {,}\n}"}}) {
    auto read = read_config({name, text});
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::kConfig);
    CHECK(read.error().where == name + ":2");
  }
  CHECK_FALSE(applied("stackfit.toml", "fail-on = \"sometimes\"\n"));
  CHECK_FALSE(applied("stackfit.toml", "strict = \"yes\"\n"));
  CHECK_FALSE(applied("stackfit.toml", "[rules.x]\nthreshold.note = \"many\"\n"));
}

TEST_CASE("the nearest configuration up to the repository's root is found, and none beyond") {
  Folder folder;
  folder.write("stackfit.toml", "strict = true\n");
  folder.write("repository/.git/HEAD", "");
  folder.write("repository/a/b/x.js", "");
  auto at = [&](const std::string& name) { return find_config((folder.path / name).string()); };
  CHECK_FALSE(*at("repository/a/b"));  // the one above the repository is not its own
  folder.write("repository/stackfit.toml", "strict = true\n");
  REQUIRE(*at("repository/a/b"));
  CHECK((**at("repository/a/b")).path.ends_with("repository/stackfit.toml"));
  folder.write("repository/a/package.json", R"({"stackfit": {"strict": true}})");
  CHECK((**at("repository/a/b")).path.ends_with("repository/a/package.json"));
}

TEST_CASE("without a repository only the scanned folder configures") {
  Folder folder;
  folder.write("stackfit.toml", "strict = true\n");
  folder.write("inner/x.js", "");
  CHECK_FALSE(*find_config((folder.path / "inner").string()));
  CHECK(*find_config(folder.path.string()));
}

TEST_CASE("two configurations in one folder are an error") {
  Folder folder;
  folder.write("stackfit.toml", "");
  folder.write("pyproject.toml", "[tool.stackfit]\n");
  CHECK_FALSE(find_config(folder.path.string()));
}

TEST_CASE("manifests that do not configure stackfit are nobody's configuration") {
  Folder folder;
  folder.write("package.json", R"({"name": "stackfit", "dependencies": {"stackfit": "1"}})");
  folder.write("pyproject.toml", "this is = = not TOML");
  auto found = find_config(folder.path.string());
  REQUIRE(found);
  CHECK_FALSE(*found);
}

TEST_CASE("links, folders and huge files are not read as configuration") {
  Folder folder;
  folder.write("elsewhere", "strict = true\n");
  fs::create_symlink(folder.path / "elsewhere", folder.path / "stackfit.toml");
  CHECK_FALSE(find_config(folder.path.string()));
  fs::remove(folder.path / "stackfit.toml");
  folder.write("stackfit.toml", std::string(3 << 20, '#'));
  CHECK_FALSE(find_config(folder.path.string()));
  fs::remove(folder.path / "stackfit.toml");
  fs::create_directory(folder.path / "stackfit.toml");
  CHECK_FALSE(find_config(folder.path.string()));
}

TEST_CASE("--set takes TOML values and plain words") {
  auto entry = parse_setting("rules.callback-nesting.threshold.note = 2");
  REQUIRE(entry);
  CHECK(entry->key == std::vector<std::string>{"rules", "callback-nesting", "threshold", "note"});
  CHECK(entry->values == std::vector<std::string>{"2"});
  CHECK(parse_setting("fail-on=error")->values == std::vector<std::string>{"error"});
  CHECK(parse_setting("fail-on=\"error\"")->values == std::vector<std::string>{"error"});
  CHECK(parse_setting("as-of=2026-11-23")->values == std::vector<std::string>{"2026-11-23"});
  CHECK(parse_setting("exclude=[\"a\", \"b\"]")->is_list);
  CHECK_FALSE(parse_setting("strict"));
}
