#include "facts/facts_cache.h"

#include <map>

#include "facts/encoding.h"
#include "facts/gather.h"
#include "facts/rules/query_rules.h"
#include "rules/overrides.h"
#include "support/catch.h"
#include "support/temp_folder.h"
#include "tree/blob_id.h"

using namespace stackfit;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

const std::string kNested =
    "fs.stat(a, (e) => { fs.stat(b, (e) => { fs.stat(c, (e) => { done(e); }); }); });\n";

const RuleSet& rules() {
  static const RuleSet kRules = load_rules({}).value();
  return kRules;
}

struct Run {
  std::vector<std::string> facts;  // encoded, by entry
  std::uint64_t recalled, remembered;
  std::string problem;
};

Run run(const Files& files, const std::string& folder, AnalysisContext context = {}) {
  auto tree = memory_tree(files);
  auto listing = tree->list();
  REQUIRE(listing);
  if (context.rules == nullptr) context.rules = &rules();
  CacheUse use{folder, {}};
  GatherOptions how;
  how.isolation = Isolation::kInline;
  how.cache = &use;
  auto records = gather_facts(*tree, listing->entries, context, how);
  Run result{{}, use.recalled, use.remembered, use.problem};
  for (const auto& record : records) result.facts.push_back(encode(record.facts) + record.lost);
  return result;
}

}  // namespace

TEST_CASE("facts that were kept are those an analysis gives") {
  TempFolder folder;
  Files files = {{"a.js", kNested}, {"b.py", "import os\n"}, {"c.txt", "no source"}};
  auto first = run(files, folder.path("cache"));
  CHECK(first.recalled == 0);
  CHECK(first.remembered == 2);
  auto second = run(files, folder.path("cache"));
  CHECK(second.facts == first.facts);
  CHECK(second.recalled == 2);
  CHECK(second.remembered == 0);
}

TEST_CASE("facts come back for the same bytes alone, whatever the name") {
  TempFolder folder;
  run({{"a.js", kNested}}, folder.path("cache"));
  CHECK(run({{"else/where.js", kNested}}, folder.path("cache")).recalled == 1);
  CHECK(run({{"a.js", kNested + "\n"}}, folder.path("cache")).recalled == 0);
  CHECK(run({{"a.ts", kNested}}, folder.path("cache")).recalled == 0);
}

TEST_CASE("every option that facts depend on keeps facts of its own") {
  TempFolder folder;
  Files files = {{"a.js", kNested}};
  run(files, folder.path("cache"));
  AnalysisContext other;
  SECTION("parity") {
    other.parity = Parity::kEslint;
  }
  SECTION("constructors") {
    other.parity_constructors = true;
  }
  SECTION("excludes") {
    other.default_excludes = false;
  }
  SECTION("a limit") {
    other.limits.source_bytes += 1;
  }
  SECTION("rules of single files") {
    static const auto kFileRules = FileRules::prepare(rules()).value();
    other.file_rules = &kFileRules;
  }
  CHECK(run(files, folder.path("cache"), other).recalled == 0);
  CHECK(run(files, folder.path("cache"), other).recalled == 1);
  CHECK(run(files, folder.path("cache")).recalled == 1);
}

TEST_CASE("a threshold is part of what facts depend on, a severity is not") {
  TempFolder folder;
  Files files = {{"a.js", kNested}};
  run(files, folder.path("cache"));
  RuleOverride change;
  change.rule = "callback-nesting";
  change.severity = Severity::kError;
  auto changed = with_overrides(rules(), {change});
  REQUIRE(changed);
  AnalysisContext context;
  context.rules = &*changed;
  CHECK(run(files, folder.path("cache"), context).recalled == 1);
  change.threshold["note"] = 2;
  changed = with_overrides(rules(), {change});
  REQUIRE(changed);
  context.rules = &*changed;
  CHECK(run(files, folder.path("cache"), context).recalled == 0);
}

TEST_CASE("lost files are not kept, and neither is what changed while it was read") {
  TempFolder folder;
  AnalysisContext context;
  context.limits.source_bytes = 10;
  auto lost = run({{"a.js", kNested}}, folder.path("cache"), context);
  CHECK(lost.remembered == 0);
  CHECK(lost.facts.front().find("too large") != std::string::npos);

  auto tree = memory_tree({{"a.js", kNested}});
  context = {};
  context.rules = &rules();
  auto entries = tree->list()->entries;
  CacheUse use{folder.path("cache"), {}};
  FactsCache cache(use, context);
  REQUIRE(cache.recall(*tree, entries, {0}, [](std::uint32_t, FileFacts) {}).size() == 1);
  FileFacts facts;
  facts.blob = blob_id("other bytes");
  cache.remember(0, facts);
  cache.flush();
  CHECK(use.remembered == 0);
}

TEST_CASE("kept facts that speak of another content, or are no facts, are not used") {
  TempFolder folder;
  run({{"a.js", kNested}}, folder.path("cache"));
  // Whoever can write the cache exchanges what two keys hold.
  auto tree = memory_tree({{"a.js", kNested}});
  auto entries = tree->list()->entries;
  AnalysisContext context;
  context.rules = &rules();
  std::string value = GENERATE(std::string("rubbish"), encode(FileFacts()));
  {
    auto store = Store::open(folder.path("cache"));
    REQUIRE(store);
    CacheUse use{folder.path("cache"), {}};
    FactsCache cache(use, context);
    REQUIRE(store->put(Space::kFacts, cache.key_of(entries[0], blob_id(kNested)), value));
  }
  auto after = run({{"a.js", kNested}}, folder.path("cache"));
  CHECK(after.recalled == 0);
  CHECK(after.remembered == 1);
}

TEST_CASE("files of one kind have the same facts for the same bytes") {
  const std::vector<std::string> paths = {"a.js",
                                          "src/b.js",
                                          "dist/c.js",
                                          "deep/er/d.mjs",
                                          "e.ts",
                                          "f.tsx",
                                          "g.py",
                                          "pkg/h.py",
                                          "setup.py",
                                          "sub/setup.py",
                                          "i.d.ts",
                                          "package.json",
                                          "x/package.json",
                                          "Dockerfile",
                                          "requirements.txt",
                                          "conftest.py",
                                          "test/test_a.py",
                                          "build/k.js",
                                          "lib/index.js",
                                          "a.test.js",
                                          "README.md",
                                          ".github/workflows/x.yml",
                                          "tsconfig.json",
                                          "web/tsconfig.json"};
  const std::vector<std::string> texts = {
      kNested,
      "import os\nasync def f():\n    os.system('x')\n",
      "{\"name\": \"x\"}\n",
      "// @generated\nvar a;\n",
      "\"use strict\";\nvar __extends = (this && this.__extends);\n",
      "FROM node:18\n"};
  auto file_rules = FileRules::prepare(rules());
  REQUIRE(file_rules);
  AnalysisContext context;
  context.rules = &rules();
  context.file_rules = &*file_rules;
  for (const auto& text : texts) {
    std::map<std::string, std::pair<std::string, std::string>> by_kind;
    for (const auto& path : paths) {
      Entry entry{path, text.size(), false, true};
      auto facts = encode(analyse_file(context, entry, text));
      auto [known, fresh] = by_kind.emplace(kind_of_path(path), std::pair{path, facts});
      INFO(path << " and " << known->second.first);
      CHECK(known->second.second == facts);
    }
    CHECK(by_kind.size() < paths.size());
  }
}

TEST_CASE("git's id of a content is git's") {
  CHECK(blob_id("") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  CHECK(blob_id("hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a");
}
