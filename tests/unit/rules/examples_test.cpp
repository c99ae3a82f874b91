// Runs every example of every rule page through the whole pipeline on a memory tree. With
// STACKFIT_UPDATE=1 in the environment, differing expectations are rewritten in the page.
#include <cstdlib>
#include <fstream>

#include "cli/rule_examples.h"
#include "paths.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

void rewrite_expectation(const Rule& rule, const RuleExample& example,
                         const std::vector<std::string>& found) {
  std::string path = std::string(STACKFIT_SOURCE_DIR) + "/" + rule.source;
  // The file and not `rule.page`: examples further down may have been rewritten already.
  std::ifstream file(path);
  const std::string before(std::istreambuf_iterator<char>(file), {});
  std::ofstream(path) << with_expectations(before, example, found);
}

}  // namespace

TEST_CASE("every example of every rule page gives exactly the findings it expects") {
  auto rules = load_rules({});
  REQUIRE(rules);
  bool update = std::getenv("STACKFIT_UPDATE") != nullptr;
  for (const Rule& rule : rules->rules) {
    bool has_bad = false;
    // Last first: rewriting an expectation then moves only lines that are done.
    for (auto example = rule.examples.rbegin(); example != rule.examples.rend(); ++example) {
      has_bad = has_bad || (example->bad && !example->known_miss);
      if (example->known_miss) continue;
      INFO(rule.source << ":" << example->line << ": " << example->title);
      auto run = run_example(rule, *example, *rules);
      REQUIRE(run);
      const auto& found = *run;
      if (update && example->expect_line > 0 && found != example->expected)
        rewrite_expectation(rule, *example, found);
      CHECK(found == example->expected);
    }
    INFO(rule.source << " has no bad example");
    CHECK(has_bad);
  }
}
