// Runs every example of every rule page through the whole pipeline on a memory tree. With
// STACKFIT_UPDATE=1 in the environment, differing expectations are rewritten in the page.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "cli/audit.h"
#include "cli/make_invocation.h"
#include "core/text.h"
#include "paths.h"
#include "rules/overrides.h"
#include "support/catch.h"

using namespace stackfit;

namespace {

// What the example's flags ask for; no configuration of the machine's is read.
Invocation asked_by(const RuleExample& example) {
  std::vector<std::string> words = {"audit", "--isolated"};
  words.insert(words.end(), example.flags.begin(), example.flags.end());
  auto line = parse_command_line(words);
  REQUIRE(line);
  auto invocation = make_invocation(*line);
  REQUIRE(invocation);
  return *invocation;
}

std::vector<std::string> findings_of(const Rule& rule, const RuleExample& example,
                                     const RuleSet& rules) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const ExampleFile& file : example.files) files.emplace_back(file.path, file.text);
  auto tree = memory_tree(std::move(files));
  auto invocation = asked_by(example);
  auto wanted = with_overrides(rules, invocation.overrides);
  REQUIRE(wanted);
  GatherOptions how;
  how.isolation = Isolation::kInline;
  auto report = audit(*tree, *wanted, invocation.options, how);
  REQUIRE(report);
  std::vector<std::string> lines;
  for (const Finding& finding : report->project.findings)
    if (finding.rule == rule.id)
      lines.push_back(fmt::format("{}:{} {} {}", display(finding.path), finding.span.line,
                                  name_of(finding.severity), display(finding.message)));
  std::sort(lines.begin(), lines.end());
  return lines;
}

void rewrite_expectation(const Rule& rule, const RuleExample& example,
                         const std::vector<std::string>& found) {
  std::string path = std::string(STACKFIT_SOURCE_DIR) + "/" + rule.source;
  // The file and not `rule.page`: examples further down may have been rewritten already.
  std::ifstream file(path);
  const std::string before(std::istreambuf_iterator<char>(file), {});
  auto lines = split(before, '\n');
  std::string page;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto number = i + 1;
    if (number > example.expect_line && number < example.expect_end) continue;
    if (number == example.expect_end)
      for (const auto& line : found) page += line + "\n";
    page += lines[i];
    if (number < lines.size()) page += '\n';
  }
  std::ofstream(path) << page;
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
      auto found = findings_of(rule, *example, *rules);
      INFO(rule.source << ":" << example->line << ": " << example->title);
      if (update && example->expect_line > 0 && found != example->expected)
        rewrite_expectation(rule, *example, found);
      CHECK(found == example->expected);
    }
    INFO(rule.source << " has no bad example");
    CHECK(has_bad);
  }
}
