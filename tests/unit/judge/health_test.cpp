#include "judge/verdict.h"

#include <fmt/format.h>

#include <random>
#include <set>

#include "judge/calibrate.h"
#include "project/units.h"
#include "project/what_if.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

Rule make_rule(const std::string& id, const std::string& category, double most, double half_odds) {
  Rule rule;
  rule.id = id;
  rule.health = HealthWeight{category, most, half_odds, ""};
  return rule;
}

RuleSet make_rules() {
  RuleSet rules;
  auto builtin = load_rules({});
  REQUIRE(builtin);
  rules.scoring = builtin->scoring;
  rules.rules = {make_rule("a-async", "async", 10, 0.1), make_rule("b-async", "async", 10, 0.2),
                 make_rule("c-correct", "correctness", 12, 0.05),
                 make_rule("d-deps", "dependencies", 15, 0.3)};
  return rules;
}

Finding finding(const std::string& rule, Severity severity, const std::string& path,
                std::uint32_t line, double confidence = 1) {
  Finding result;
  result.rule = rule;
  result.severity = severity;
  result.path = path;
  result.span.line = line;
  result.confidence = confidence;
  return result;
}

/// A project as the judge sees it: findings, and clean units per rule.
struct Case {
  std::vector<Finding> findings;
  std::vector<double> clean;

  double score(const RuleSet& rules) const { return judge_health(project(rules), rules).score; }
  ProjectFacts project(const RuleSet& rules) const {
    ProjectFacts facts;
    facts.findings = findings;
    for (std::size_t i = 0; i < rules.rules.size(); ++i)
      facts.units.push_back(tally(rules.rules[i].id, findings, clean[i], rules.scoring));
    return facts;
  }
};

Case random_case(std::mt19937& random, const RuleSet& rules) {
  auto pick = [&](unsigned below) { return static_cast<unsigned>(random() % below); };
  Case result;
  for (std::size_t i = 0; i < rules.rules.size(); ++i) result.clean.push_back(pick(300));
  for (unsigned i = 0, many = pick(40); i < many; ++i)
    result.findings.push_back(finding(rules.rules[pick(4)].id, static_cast<Severity>(pick(3)),
                                      fmt::format("f{}.js", pick(5)), pick(30) + 1,
                                      0.1 + 0.1 * pick(10)));
  return result;
}

std::size_t rule_index(const RuleSet& rules, const std::string& id) {
  for (std::size_t i = 0; i < rules.rules.size(); ++i)
    if (rules.rules[i].id == id) return i;
  return 0;
}

}  // namespace

TEST_CASE("a project without findings is healthy, and one without units is not judged by them") {
  RuleSet rules = make_rules();
  Case clean{{}, {10, 0, 5, 0}};
  Health health = judge_health(clean.project(rules), rules);
  CHECK(health.score == 100);
  CHECK(health.grade == "A");
  CHECK(health.to_next_grade == 0);
  CHECK(health.not_applicable == std::vector<std::string>{"b-async", "d-deps"});
}

TEST_CASE("deductions follow the odds of flagged to clean units and add up to the score") {
  RuleSet rules = make_rules();
  Case one{{finding("a-async", Severity::kError, "x.js", 3)}, {12, 0, 0, 0}};
  Health health = judge_health(one.project(rules), rules);
  double odds = 1.0 / (12 + 8);
  CHECK(health.score == Approx(100 - 10 * odds / (odds + 0.1)));
  REQUIRE(health.deductions.size() == 1);
  CHECK(health.deductions[0].points == Approx(100 - health.score));
  REQUIRE(health.next.size() == 1);
  CHECK(health.next[0].gain == Approx(100 - health.score));
}

TEST_CASE("several findings of a rule in one unit are one vote") {
  RuleSet rules = make_rules();
  Finding first = finding("a-async", Severity::kWarning, "x.js", 3);
  Finding second = finding("a-async", Severity::kError, "x.js", 9);
  first.scope = second.scope = "load";
  CHECK(tally("a-async", {first, second}, 0, rules.scoring).flagged == 1);
  second.scope = "save";
  CHECK(tally("a-async", {first, second}, 0, rules.scoring).flagged == Approx(1.6));
}

TEST_CASE("the score keeps its promises on random projects") {
  RuleSet rules = make_rules();
  std::mt19937 random(20261123);
  for (int round = 0; round < 4000; ++round) {
    Case before = random_case(random, rules);
    double score = before.score(rules);
    Health health = judge_health(before.project(rules), rules);
    REQUIRE((score >= 0 && score <= 100));
    REQUIRE((health.score_low <= score && score <= health.score_high));
    double points = 0;
    for (const Deduction& deduction : health.deductions) points += deduction.points;
    REQUIRE(points == Approx(100 - score).margin(1e-9));
    if (before.findings.empty()) continue;
    std::size_t at = random() % before.findings.size();

    Case deleted = before;  // the flagged unit goes away
    deleted.findings.erase(deleted.findings.begin() + static_cast<std::ptrdiff_t>(at));
    REQUIRE(deleted.score(rules) >= score - 1e-9);

    Case fixed = deleted;  // it stays and is clean
    fixed.clean[rule_index(rules, before.findings[at].rule)] += 1;
    REQUIRE(fixed.score(rules) >= deleted.score(rules) - 1e-9);

    Case doubted = before;
    doubted.findings[at].confidence /= 2;
    REQUIRE(doubted.score(rules) >= score - 1e-9);

    Case worse = before;
    worse.findings.push_back(finding(rules.rules[random() % 4].id, Severity::kError, "new.js", 1));
    REQUIRE(worse.score(rules) <= score + 1e-9);

    for (const NextStep& step : health.next) REQUIRE(step.gain > 0);
  }
}

TEST_CASE("grades name the distance to the next") {
  RuleSet rules = make_rules();
  Case bad{{}, {0, 0, 0, 0}};
  for (std::uint32_t line = 1; line <= 60; ++line)
    for (const Rule& rule : rules.rules)
      bad.findings.push_back(finding(rule.id, Severity::kError, "x.js", line));
  Health health = judge_health(bad.project(rules), rules);
  CHECK(health.score < 65);
  CHECK(health.grade == "D");
  CHECK(health.to_next_grade == Approx(65 - health.score));
  CHECK(health.next.size() == 3);
}

TEST_CASE("a fix that is only thought of gains what the real one would, and never costs") {
  RuleSet rules = make_rules();
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    Case before = random_case(random, rules);
    auto project = before.project(rules);
    std::string rule = rules.rules[random() % 4].id;
    std::string path = random() % 2 == 0 ? "" : fmt::format("f{}.js", random() % 5);
    auto fixed = as_if_fixed(project, {{rule, path}}, rules.scoring);
    REQUIRE(fixed.project.findings.size() + fixed.findings == project.findings.size());
    double score = judge_health(project, rules).score;
    double after = judge_health(fixed.project, rules).score;
    REQUIRE(after >= score - 1e-9);
    // The real thing: the findings gone, their units clean.
    std::set<std::string> units;
    for (const Finding& f : project.findings)
      if (f.rule == rule && (path.empty() || f.path == path)) units.insert(unit_of(f));
    Case real = before;
    std::erase_if(real.findings, [&](const Finding& f) {
      return f.rule == rule && (path.empty() || f.path == path);
    });
    real.clean[rule_index(rules, rule)] += static_cast<double>(units.size());
    REQUIRE(after == Approx(real.score(rules)).margin(1e-6));
  }
}

TEST_CASE("a finding that speaks of many units weighs as many") {
  RuleSet rules = make_rules();
  Finding folder = finding("a-async", Severity::kError, "x.js", 1);
  folder.data = {{"units", std::int64_t{12}}};
  CHECK(tally("a-async", {folder}, 3, rules.scoring).flagged == 12);
  RuleUnits units = tally("a-async", {folder}, 3, rules.scoring);
  turn_clean(units, {folder}, rules.scoring);
  CHECK((units.flagged == 0 && units.clean == 15));
}

TEST_CASE("calibration makes the median project lose a quarter, and leaves what was not measured") {
  RuleSet rules = make_rules();
  std::vector<std::vector<RuleUnits>> corpus;
  for (int i = 0; i < 9; ++i) {
    RuleUnits often{"a-async", double(i), double(i), double(i), 12, true, false};
    RuleUnits seldom{"b-async", i == 8 ? 2.0 : 0.0, 0, 0, 12, true, false};
    RuleUnits never{"c-correct", 0, 0, 0, 12, true, false};
    corpus.push_back({often, seldom, never});
  }
  auto rows = calibrate(corpus, rules);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].median == Approx(4.0 / 20));
  CHECK(rows[0].half_odds == Approx(3 * 4.0 / 20));
  double odds = rows[0].median;
  CHECK(odds / (odds + rows[0].half_odds) == Approx(0.25));
  CHECK(rows[1].half_odds == Approx(2.0 / 20));  // clean as a rule: the worst loses half
  CHECK((rows[1].measured && !rows[2].measured && !rows[3].measured));
  CHECK((rows[2].half_odds == 0.05 && rows[3].projects == 0));
}
