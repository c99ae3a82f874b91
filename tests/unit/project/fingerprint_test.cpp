#include "project/fingerprint.h"

#include <set>

#include "support/catch.h"

using namespace stackfit;

namespace {

Finding finding(std::uint32_t line, std::string message, std::string scope = "f") {
  Finding result;
  result.rule = "callback-nesting";
  result.path = "a.js";
  result.span.line = line;
  result.scope = std::move(scope);
  result.message = std::move(message);
  return result;
}

std::string fingerprint_of(Finding one) {
  std::vector<Finding> findings = {std::move(one)};
  set_fingerprints(findings);
  return findings.front().fingerprint;
}

}  // namespace

TEST_CASE("a finding keeps its fingerprint when its line or a number in its message changes") {
  auto before = fingerprint_of(finding(10, "4 nested callbacks in f"));
  CHECK(before == fingerprint_of(finding(90, "5 nested callbacks in f")));
  CHECK(before.size() == 16);
}

TEST_CASE("another rule, path, scope or message is another finding") {
  auto base = finding(1, "x");
  std::set<std::string> all = {fingerprint_of(base)};
  auto other = base;
  other.rule = "import-cycle";
  all.insert(fingerprint_of(other));
  other = base;
  other.path = "b.js";
  all.insert(fingerprint_of(other));
  other = base;
  other.scope = "g";
  all.insert(fingerprint_of(other));
  other = base;
  other.message = "y";
  all.insert(fingerprint_of(other));
  CHECK(all.size() == 5);
}

TEST_CASE("findings alike in everything are told apart by their order") {
  std::vector<Finding> findings = {finding(1, "x"), finding(2, "x"), finding(3, "x")};
  set_fingerprints(findings);
  std::set<std::string> all;
  for (const auto& one : findings) all.insert(one.fingerprint);
  CHECK(all.size() == 3);
  CHECK(findings.front().fingerprint == fingerprint_of(finding(7, "x")));
}

TEST_CASE("where one part of an identity ends cannot be shifted into the next") {
  auto a = finding(1, "x", "ab"), b = finding(1, "x", "a");
  a.path = "c";
  b.path = "ca";
  CHECK(fingerprint_of(a) != fingerprint_of(b));
}
