#include <algorithm>

#include "rules/rule_set.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

std::string page(std::string_view definition, std::string_view rest = "") {
  return "# some-rule\n\nOne sentence\nfor people.\n\n```toml rule\n" + std::string(definition) +
         "\n```\n\n## Why it matters\n\nBecause.\n\n## What to do instead\n\nThat.\n\n" +
         std::string(rest);
}

constexpr std::string_view kDefinition = R"(kind = "nesting"
languages = ["javascript", "tsx"]
severity = "error"
threshold = { note = 3, warning = 4.5 }
message = "{depth} levels"
health = { category = "async", most = 10 }
claims = ["N17"])";

std::string where_it_fails(std::string_view text) {
  auto rule = parse_rule(text, "rules/x/some-rule.md");
  REQUIRE_FALSE(rule);
  return rule.error().where + ": " + rule.error().message;
}

}  // namespace

TEST_CASE("a rule page is its rule's documentation, definition and tests") {
  auto rule = parse_rule(page(kDefinition, R"(## Bad: too deep

```js src/a.js
f(1);
```

```text flags
--parity eslint
```

```text expect
src/a.js:2 note b
src/a.js:1 error a
```

## Good: flat

```js b.js
g();
```
)"),
                         "rules/x/some-rule.md");
  REQUIRE(rule);
  CHECK(rule->id == "some-rule");
  CHECK(rule->topic == "x");
  CHECK(rule->summary == "One sentence for people.");
  CHECK(rule->severity == Severity::kError);
  CHECK(rule->threshold == std::map<std::string, double>{{"note", 3}, {"warning", 4.5}});
  CHECK(rule->languages == std::vector<std::string>{"javascript", "tsx"});
  CHECK(rule->health->category == "async");
  CHECK(rule->why == "Because.");
  CHECK(rule->instead == "That.");
  REQUIRE(rule->examples.size() == 2);
  const RuleExample& bad = rule->examples[0];
  CHECK(bad.title == "too deep");
  CHECK(bad.files[0].path == "src/a.js");
  CHECK(bad.files[0].text == "f(1);\n");
  CHECK(bad.flags == std::vector<std::string>{"--parity", "eslint"});
  CHECK(bad.expected == std::vector<std::string>{"src/a.js:1 error a", "src/a.js:2 note b"});
  CHECK_FALSE(rule->examples[1].bad);
}

TEST_CASE("a broken rule page is reported with file and line") {
  CHECK(where_it_fails(page(std::string(kDefinition) + "\ncolour = 1")) ==
        "rules/x/some-rule.md:14: unknown key 'colour'");
  CHECK(where_it_fails(page("kind = ")).starts_with("rules/x/some-rule.md:7: "));
  CHECK(where_it_fails(page("kind = \"nesting\"\nmessage = \"m\"\nseverity = \"high\"")) ==
        "rules/x/some-rule.md:9: 'high' is no severity");
  CHECK(where_it_fails(page("kind = \"query\"\nmessage = \"m\"")) ==
        "rules/x/some-rule.md:6: a rule of kind 'query' needs a ```scm query fence");
  CHECK(where_it_fails("# Not An Id\n\ntext\n") ==
        "rules/x/some-rule.md:1: the title of a rule page is its id, in lower case with hyphens");
  CHECK(where_it_fails(page(kDefinition, "## Bad: nothing expected\n\n```js a.js\n```\n")) ==
        "rules/x/some-rule.md:24: a bad example says what it expects in a ```text expect fence");
  CHECK(where_it_fails(page(kDefinition, "## Good: no name\n\n```js\nf();\n```\n")) ==
        "rules/x/some-rule.md:26: an example's fence names no file");
}

TEST_CASE("the built-in rules load and are sorted") {
  auto rules = load_rules({});
  REQUIRE(rules);
  CHECK(std::is_sorted(rules->rules.begin(), rules->rules.end(),
                       [](const Rule& a, const Rule& b) { return a.id < b.id; }));
  for (const Rule& rule : rules->rules) CHECK(find_rule(*rules, rule.id) == &rule);
  CHECK(find_rule(*rules, "no-such-rule") == nullptr);
}
