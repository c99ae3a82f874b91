#include "project/compare.h"

#include <algorithm>
#include <random>

#include "project/baseline.h"
#include "project/change.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

constexpr auto kNobody = Recognition::kNobody;
using Indices = std::vector<std::size_t>;

Finding finding(std::string path, std::string scope, std::uint64_t digest,
                Severity severity = Severity::kWarning) {
  Finding one;
  one.rule = "callback-nesting";
  one.path = std::move(path);
  one.scope = std::move(scope);
  one.digest = digest;
  one.severity = severity;
  return one;
}

Indices partners(const std::vector<Finding>& now, const std::vector<Finding>& before,
                 const std::set<std::string>& paths) {
  return recognise(now, known_of(before), paths).partner;
}

}  // namespace

TEST_CASE("a finding is recognised wherever its lines have moved") {
  auto before = finding("a.js", "f", 1), now = before;
  now.span.line = 900;
  CHECK(partners({now}, {before}, {"a.js"}) == Indices{0});
}

TEST_CASE("fixing one finding and adding another is one new finding, not none") {
  auto fixed = finding("a.js", "f", 1), added = finding("a.js", "f", 2);
  CHECK(partners({added}, {fixed}, {"a.js"}) == Indices{kNobody});
  CHECK(partners({finding("a.js", "g", 2)}, {fixed}, {"a.js"}) == Indices{kNobody});
}

TEST_CASE("identical statements of one scope are told apart by their order") {
  auto one = finding("a.js", "f", 1);
  CHECK(partners({one, one, one}, {one, one}, {"a.js"}) == Indices{0, 1, kNobody});
  auto recognition = recognise({one}, known_of({one, one}), {"a.js"});
  CHECK(recognition.met == std::vector<bool>{true, false});
}

TEST_CASE("a renamed function and a renamed file keep their findings") {
  auto before = finding("a.js", "f", 1);
  CHECK(partners({finding("a.js", "g", 1)}, {before}, {"a.js"}) == Indices{0});
  CHECK(partners({finding("b.js", "f", 1)}, {before}, {"b.js"}) == Indices{0});
  // A copy is new: the original is still there.
  CHECK(partners({finding("b.js", "f", 1)}, {before}, {"a.js", "b.js"}) == Indices{kNobody});
}

TEST_CASE("what has become more severe is new, and not fixed") {
  auto before = finding("a.js", "f", 1, Severity::kWarning);
  auto recognition =
      recognise({finding("a.js", "f", 1, Severity::kError)}, known_of({before}), {"a.js"});
  CHECK(recognition.partner == Indices{kNobody});
  CHECK(recognition.met == std::vector<bool>{true});
  CHECK(partners({finding("a.js", "f", 1, Severity::kNote)}, {before}, {"a.js"}) == Indices{0});
}

TEST_CASE("any state compared with itself has nothing new, whatever its order") {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<Finding> before;
    for (auto i = random() % 12; i > 0; --i)
      before.push_back(
          finding(random() % 2 ? "a.js" : "b.js", random() % 2 ? "f" : "g", 1 + random() % 3));
    auto now = before;
    std::shuffle(now.begin(), now.end(), random);
    auto found = recognise(now, known_of(before), {"a.js", "b.js"});
    CHECK(std::count(found.partner.begin(), found.partner.end(), kNobody) == 0);
    CHECK(std::count(found.met.begin(), found.met.end(), false) == 0);
    // One finding more is exactly one new one.
    now.push_back(finding("c.js", "h", 9));
    found = recognise(now, known_of(before), {"a.js", "b.js", "c.js"});
    CHECK(std::count(found.partner.begin(), found.partner.end(), kNobody) == 1);
  }
}

TEST_CASE("a comparison leaves new findings anywhere and all findings of changed files") {
  std::vector<Entry> entries(3);
  entries[0].path = "a.js", entries[1].path = "b.js", entries[2].path = "c.js";
  entries[1].changed = true;
  std::vector<Finding> head = {finding("a.js", "f", 1), finding("b.js", "f", 2),
                               finding("b.js", "f", 3), finding("c.js", "f", 4)};
  head[2].status = FindingStatus::kSuppressed;
  std::vector<Finding> base = {finding("a.js", "f", 1), finding("b.js", "f", 2),
                               finding("b.js", "f", 3), finding("b.js", "f", 5)};
  auto [summary, fixed] = compare_states(head, base, entries, nullptr);
  REQUIRE(head.size() == 3);
  CHECK(head[0].status == FindingStatus::kUnchanged);
  CHECK(head[1].status == FindingStatus::kSuppressed);
  CHECK(head[2].path == "c.js");
  CHECK(summary.fresh == 1);
  CHECK(summary.unchanged == 1);
  CHECK(summary.elsewhere == 1);
  REQUIRE(fixed.size() == 1);
  CHECK(fixed[0].digest == 5);
}

TEST_CASE("only findings that touch an added line are left when lines are asked for") {
  std::vector<Entry> entries(1);
  entries[0].path = "a.js", entries[0].changed = true;
  auto above = finding("a.js", "f", 1), on = finding("a.js", "f", 2);
  above.span = {3, 1, 4, 9}, on.span = {5, 1, 6, 2};
  std::vector<Finding> head = {above, on};
  AddedLines lines = {{"a.js", {{6, 8}}}};
  compare_states(head, {}, entries, &lines);
  REQUIRE(head.size() == 1);
  CHECK(head[0].digest == 2);
}

TEST_CASE("a suppression that is taken away makes its finding new") {
  auto before = finding("a.js", "f", 1), now = before;
  before.status = FindingStatus::kSuppressed;
  CHECK(partners({now}, {before}, {"a.js"}) == Indices{kNobody});
}

TEST_CASE("a baseline marks what it lists, and says what is gone") {
  std::vector<Finding> findings = {finding("a.js", "f", 1), finding("a.js", "f", 2)};
  auto entries = entries_of({finding("a.js", "f", 1), finding("a.js", "f", 3)}, "later");
  auto use = apply_baseline(findings, entries, {"a.js"}, [](const Identity&) { return true; });
  CHECK(findings[0].baselined);
  CHECK(findings[0].reason == "later");
  CHECK(findings[0].status == FindingStatus::kUnchanged);
  CHECK_FALSE(findings[1].baselined);
  REQUIRE(use.stale.size() == 1);
  CHECK(use.stale[0].known.identity.digest == 3);
  CHECK(use.kept.size() == 1);
}

TEST_CASE("entries a run does not ask about are neither matched nor stale") {
  std::vector<Finding> none;
  auto entries = entries_of({finding("a.js", "f", 1)}, "");
  auto use = apply_baseline(none, entries, {"a.js"}, [](const Identity&) { return false; });
  CHECK(use.stale.empty());
  CHECK(use.kept.size() == 1);
}
