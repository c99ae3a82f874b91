#include <algorithm>
#include <random>

#include "judge/suggestions.h"
#include "judge/verdict.h"
#include "rules/fit_data.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

FitEvidence evidence(std::string family, double strength, std::string evidence_class,
                     std::string role = "workload") {
  FitEvidence e;
  e.signal = e.family = std::move(family);
  e.evidence_class = std::move(evidence_class);
  e.role = std::move(role);
  e.runtime = "node";
  e.strength = e.weight = strength;
  e.place = {"index.js", 1, e.family};
  return e;
}

DimensionFacts work(std::string id, double strength) {
  DimensionFacts facts;
  facts.id = std::move(id);
  facts.evidence = {evidence(facts.id + "-tech", strength, "manifest"),
                    evidence(facts.id + "-tech", strength, "import")};
  facts.node_share = 1;
  return facts;
}

ProjectFacts project_of(std::vector<DimensionFacts> dimensions) {
  ProjectFacts project;
  project.dimensions = std::move(dimensions);
  project.runtimes = {{"node", "primary", 1}, {"python", "none", 0}};
  return project;
}

Fit judged(const ProjectFacts& project) {
  return judge_fit(project, Lens::kToday);
}

const DimensionVerdict& verdict(const Fit& fit, std::string_view id) {
  auto at = std::find_if(fit.dimensions.begin(), fit.dimensions.end(),
                         [&](const DimensionVerdict& v) { return v.id == id; });
  REQUIRE(at != fit.dimensions.end());
  return *at;
}

}  // namespace

TEST_CASE("kinds of work compete for dominance, characters of the code base do not") {
  auto fit = judged(
      project_of({work("monolith", 9), work("api", 5), work("cpu", 4.1), work("realtime", 2.4)}));
  REQUIRE(fit.dimensions.size() == 4);
  CHECK(fit.dimensions[0].id == "api");
  CHECK(fit.dimensions[3].id == "monolith");
  CHECK(verdict(fit, "api").dominant);
  CHECK(verdict(fit, "cpu").dominant);
  CHECK_FALSE(verdict(fit, "realtime").dominant);
  CHECK(verdict(fit, "realtime").present);
  CHECK_FALSE(verdict(fit, "monolith").dominant);
  CHECK(verdict(fit, "monolith").verdict == "caution");
}

TEST_CASE("the number for the whole is the mean over dominant work, weighted by evidence") {
  auto fit = judged(project_of({work("cpu", 7.6), work("api", 4.9)}));
  CHECK(fit.score == Approx((7.6 * 45 + 4.9 * 90) / 12.5));
  CHECK(fit.verdict == "caution");
}

TEST_CASE("one class of evidence decides nothing, it only leans") {
  auto thin = work("api", 5);
  thin.evidence.pop_back();
  auto fit = judged(project_of({thin}));
  CHECK(verdict(fit, "api").verdict == "undecided");
  CHECK(verdict(fit, "api").leans == "strong");
  CHECK(fit.verdict == "undecided");
  CHECK(fit.reason == "the evidence is too thin");
}

TEST_CASE("what the article does not speak of stays undecided, and says why") {
  auto fit = judged(project_of({work("desktop", 5)}));
  CHECK(verdict(fit, "desktop").verdict == "undecided");
  CHECK(fit.verdict == "undecided");
  CHECK(fit.reason == "the article says nothing about desktop");
  CHECK(judged(project_of({})).reason == "no kind of work stands out");
  auto project = project_of({work("api", 5)});
  project.foreign_share = 0.9;
  CHECK(judged(project).verdict == "undecided");
  CHECK(verdict(judged(project), "api").confidence == "low");
}

TEST_CASE("a library with no kind of work is judged by the character that stands out") {
  auto fit = judged(project_of({work("memory", 5), work("api", 1)}));
  CHECK(fit.verdict == "caution");
  CHECK(fit.score == Approx(60));
  // Size is no work.
  CHECK(judged(project_of({work("monolith", 5), work("api", 1)})).verdict == "undecided");
}

TEST_CASE("a verdict quotes the claims about its runtime, never wrong or unverifiable ones") {
  auto fit = judged(project_of({work("api", 5)}));
  const auto& claims = verdict(fit, "api").claims;
  auto quotes = [&](std::string_view id) {
    return std::find(claims.begin(), claims.end(), id) != claims.end();
  };
  CHECK(quotes("N2"));
  CHECK(quotes("N7"));
  CHECK_FALSE(quotes("P16"));  // about Python
  CHECK_FALSE(quotes("N12"));  // unverifiable
}

TEST_CASE("a suggestion is made when its condition holds, with its holes filled") {
  auto cpu = work("cpu", 5);
  auto hot = evidence("js_canvas", 3, "call", "hotspot");
  hot.place.what = "canvas.createCanvas";
  hot.unit = "index.js:9";
  cpu.evidence.push_back(hot);
  auto fit = judged(project_of({cpu}));
  const auto& made = verdict(fit, "cpu").suggestions;
  REQUIRE(made.size() == 1);
  CHECK(made[0].id == "S-CPU-WORKER");
  CHECK(made[0].text.find("canvas.createCanvas runs on the event loop in 1 request handlers") == 0);
  CHECK(verdict(fit, "cpu").evidence.front().what == "canvas.createCanvas");
}

TEST_CASE("no suggestion leaves a hole unfilled, and every condition belongs to one") {
  auto ids = suggestion_ids();
  for (const auto& id : ids) {
    const auto& rows = fit_data().suggestions;
    CHECK(std::any_of(rows.begin(), rows.end(),
                      [&](const SuggestionRow& row) { return row.id == id; }));
  }
}

TEST_CASE("adding a hotspot or a mitigation anywhere moves the whole in one direction only") {
  std::mt19937 random(7);
  auto pick = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  const std::vector<std::string> ids = {"realtime",  "api",        "cpu",    "data",     "ml",
                                        "fullstack", "automation", "mobile", "monolith", "memory"};
  int violations = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<DimensionFacts> dimensions;
    for (const auto& id : ids)
      if (pick(0, 2) == 0) dimensions.push_back(work(id, pick(1, 20) / 2.0));
    if (dimensions.empty()) continue;
    auto project = project_of(dimensions);
    auto before = judged(project);
    auto& target = project.dimensions[pick(0, static_cast<int>(project.dimensions.size()) - 1)];
    bool worse = pick(0, 1) == 1;
    auto added = evidence("x", pick(1, 5), "call", worse ? "hotspot" : "mitigation");
    target.evidence.push_back(added);
    std::shuffle(project.dimensions.begin(), project.dimensions.end(), random);
    auto after = judged(project);
    violations += worse ? after.score > before.score + 1e-9 : after.score < before.score - 1e-9;
    violations += after.dimensions.size() != before.dimensions.size();
    for (std::size_t i = 0; i < before.dimensions.size(); ++i)
      violations += before.dimensions[i].id != after.dimensions[i].id ||
                    before.dimensions[i].presence != after.dimensions[i].presence ||
                    before.dimensions[i].dominant != after.dimensions[i].dominant;
  }
  CHECK(violations == 0);
}
