#include "report/claims.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "rules/rule_set.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

// Does that name of claims.toml mean something? `rule ID`, `work DIMENSION RUNTIME` …
bool means_something(const RuleSet& rules, std::string_view name) {
  auto words = split(name, ' ');
  if (words.size() < 2) return false;
  if (words[0] == "rule") return find_rule(rules, words[1]) != nullptr;
  if (words[0] == "style")
    return words[1] == "await" || words[1] == "then" || words[1] == "callback";
  if (words[0] == "technology") return find_technology(words[1]) != nullptr;
  const auto& all = fit_data().technologies;
  if (words[0] == "category")
    return std::any_of(all.begin(), all.end(),
                       [&](const TechnologyRow& row) { return row.category == words[1]; });
  bool role = words[0] == "work" || words[0] == "hotspot" || words[0] == "mitigation";
  bool runtime = words.size() == 2 || words[2] == "node" || words[2] == "python";
  return role && runtime && find_dimension(words[1]) != nullptr;
}

}  // namespace

TEST_CASE("every claim names what speaks for and against it, or why nothing does") {
  auto rules = load_rules({});
  REQUIRE(rules);
  CHECK(fit_data().claims.size() == 62);
  for (const Claim& claim : fit_data().claims) {
    INFO(claim.id);
    CHECK((claim.speaks_for.empty() && claim.speaks_against.empty()) == !claim.unseen.empty());
    for (const auto& name : claim.speaks_for) CHECK(means_something(*rules, name));
    for (const auto& name : claim.speaks_against) CHECK(means_something(*rules, name));
    if (claim.status == "unverifiable") CHECK(!claim.unseen.empty());
  }
}

TEST_CASE("every rule's claims exist, and none rests on one that is wrong or cannot be verified") {
  auto rules = load_rules({});
  REQUIRE(rules);
  for (const Rule& rule : rules->rules)
    for (const auto& id : rule.claims) {
      INFO(rule.id << " " << id);
      auto claim = std::find_if(fit_data().claims.begin(), fit_data().claims.end(),
                                [&](const Claim& row) { return row.id == id; });
      REQUIRE(claim != fit_data().claims.end());
      CHECK((claim->status != "wrong" && claim->status != "unverifiable"));
    }
}

TEST_CASE("a claim quotes findings, evidence and shares, and nothing that is suppressed") {
  Report report;
  Finding finding;
  finding.rule = "blocking-call";
  finding.path = "a.js";
  finding.span.line = 4;
  report.project.findings = {finding, finding};
  report.project.findings[1].status = FindingStatus::kSuppressed;
  report.project.async_style.await = 0.8;
  report.project.async_style.sites = 50;
  auto standings = stand_of_claims(report);
  auto of = [&](std::string_view id) {
    return *std::find_if(standings.begin(), standings.end(),
                         [&](const ClaimStanding& row) { return row.claim->id == id; });
  };
  REQUIRE(of("N15").supports.size() == 1);
  CHECK(of("N15").supports[0].what == "1 finding of blocking-call");
  CHECK(of("N15").supports[0].places[0].line == 4);
  CHECK(of("N17").opposes[0].what == "80% of 50 asynchronous sites use await");
  CHECK(of("N3").supports.empty());
  auto text = write_claims_text(report, {});
  CHECK(text.find("who else uses a technology says nothing about this code") != std::string::npos);
}
