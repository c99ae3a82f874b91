#include "cli/rule_examples.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/audit.h"
#include "cli/make_invocation.h"
#include "core/text.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

// What the example's flags ask for; no configuration of the machine's is read.
Result<Invocation> asked_by(const RuleExample& example) {
  std::vector<std::string> words = {"audit", "--isolated"};
  words.insert(words.end(), example.flags.begin(), example.flags.end());
  auto line = parse_command_line(words);
  if (!line) return line.error();
  return make_invocation(*line);
}

}  // namespace

Result<std::vector<std::string>> run_example(const Rule& rule, const RuleExample& example,
                                             const RuleSet& rules) {
  auto invocation = asked_by(example);
  if (!invocation) return invocation.error();
  auto wanted = with_overrides(rules, invocation->overrides);
  if (!wanted) return wanted.error();
  std::vector<std::pair<std::string, std::string>> files;
  for (const ExampleFile& file : example.files) files.emplace_back(file.path, file.text);
  auto tree = memory_tree(std::move(files));
  GatherOptions how;
  how.isolation = Isolation::kInline;
  auto report = audit(*tree, *wanted, invocation->options, how);
  if (!report) return report.error();
  std::vector<std::string> lines;
  for (const Finding& finding : report->project.findings)
    if (finding.rule == rule.id)
      lines.push_back(fmt::format("{}:{} {} {}", display(finding.path), finding.span.line,
                                  name_of(finding.severity), display(finding.message)));
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::string with_expectations(std::string_view page, const RuleExample& example,
                              const std::vector<std::string>& found) {
  auto lines = split(page, '\n');
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto number = i + 1;
    if (number > example.expect_line && number < example.expect_end) continue;
    if (number == example.expect_end)
      for (const auto& line : found) text += line + "\n";
    text += lines[i];
    if (number < lines.size()) text += '\n';
  }
  return text;
}

}  // namespace stackfit
