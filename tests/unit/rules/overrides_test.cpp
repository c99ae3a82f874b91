#include "rules/overrides.h"

#include "support/catch.h"
#include "support/sample_report.h"

using namespace stackfit;

namespace {

RuleSet rules_with_threshold() {
  auto rules = sample_rules();
  rules.rules[0].threshold = {{"note", 3}, {"warning", 4}};
  return rules;
}

RuleOverride for_rule(std::string id) {
  RuleOverride wanted;
  wanted.rule = std::move(id);
  wanted.where = "stackfit.toml:7";
  return wanted;
}

}  // namespace

TEST_CASE("overrides change severity, threshold and whether a rule runs") {
  auto wanted = for_rule("callback-nesting");
  wanted.enabled = false;
  wanted.severity = Severity::kError;
  wanted.threshold = {{"warning", 9}};
  auto rules = with_overrides(rules_with_threshold(), {wanted});
  REQUIRE(rules);
  const Rule* rule = find_rule(*rules, "callback-nesting");
  CHECK_FALSE(rule->enabled);
  CHECK(rule->forced_severity == Severity::kError);
  CHECK(rule->threshold.at("warning") == 9);
  CHECK(rule->threshold.at("note") == 3);
}

TEST_CASE("the digest changes with every override and with nothing else") {
  auto base = rules_with_threshold();
  CHECK(with_overrides(base, {})->digest == base.digest);
  auto one = for_rule("callback-nesting"), two = one;
  one.threshold = {{"note", 2}};
  two.threshold = {{"note", 1}};
  auto first = with_overrides(base, {one})->digest;
  CHECK(first != base.digest);
  CHECK(first != with_overrides(base, {two})->digest);
  CHECK(first == with_overrides(base, {one})->digest);
}

TEST_CASE("an unknown rule or threshold is an error with its place and the nearest name") {
  auto missing = with_overrides(rules_with_threshold(), {for_rule("callback-nestin")});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().where == "stackfit.toml:7");
  CHECK(missing.error().hint == "did you mean \"callback-nesting\"?");
  auto wanted = for_rule("callback-nesting");
  wanted.threshold = {{"warnin", 1}};
  CHECK(with_overrides(rules_with_threshold(), {wanted}).error().hint ==
        "did you mean \"warning\"?");
}

namespace {

PathOverride for_path(std::vector<std::string> paths, RuleOverride change) {
  PathOverride wanted;
  wanted.paths = std::move(paths);
  wanted.rules = {std::move(change)};
  wanted.where = "stackfit.toml:9";
  return wanted;
}

RuleOverride with_note(double value) {
  auto change = for_rule("callback-nesting");
  change.threshold = {{"note", value}};
  return change;
}

RuleSet rules_for_paths() {
  auto rules = rules_with_threshold();
  rules.rules[0].per_path = {"note"};
  return rules;
}

}  // namespace

TEST_CASE("the last override that speaks of a path decides, and a negated pattern takes it back") {
  auto rules = with_overrides(rules_for_paths(), {},
                              {for_path({"test/"}, with_note(5)), for_path({"*.js"}, with_note(6)),
                               for_path({"**", "!/keep/**"}, with_note(7))});
  REQUIRE(rules);
  const Rule& rule = *find_rule(*rules, "callback-nesting");
  auto note = [&](std::string_view path) {
    return settings_at(*rules, rule, path).number("note", 0);
  };
  CHECK(note("test/a.ts") == 7);
  CHECK(note("keep/a.js") == 6);
  CHECK(note("keep/test/a.ts") == 5);
  CHECK(note("keep/a.ts") == 3);
  CHECK(rule.threshold.at("note") == 3);
  CHECK(least_threshold(*rules, rule, "note", 0) == 3);
  auto lower = with_overrides(rules_for_paths(), {}, {for_path({"a"}, with_note(1))});
  CHECK(least_threshold(*lower, rule, "note", 0) == 1);
}

TEST_CASE("the digest changes with what is said of paths") {
  auto digest = [](double note, const char* path) {
    return with_overrides(rules_for_paths(), {}, {for_path({path}, with_note(note))})->digest;
  };
  CHECK(digest(1, "a") == digest(1, "a"));
  CHECK(digest(1, "a") != digest(2, "a"));
  CHECK(digest(1, "a") != digest(1, "b"));
  CHECK(digest(1, "a") != rules_for_paths().digest);
}

TEST_CASE("a threshold of the whole project is refused for a path, by name") {
  auto change = for_rule("callback-nesting");
  change.threshold = {{"warning", 9}};
  auto refused = with_overrides(rules_for_paths(), {}, {for_path({"a"}, change)});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message ==
        "threshold \"warning\" of callback-nesting is of the whole project and cannot differ by "
        "path");
  CHECK(refused.error().hint == "these can: note");
}
