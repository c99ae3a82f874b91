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
