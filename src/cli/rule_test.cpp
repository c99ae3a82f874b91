// A rule's examples are its tests. What can go wrong with one has a name: a finding that is
// missing, one that is noise, or one that reads or stands differently (it is then both).
#include "cli/rule_test.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.h"
#include "cli/output_file.h"
#include "cli/rule_examples.h"
#include "core/text.h"
#include "report/layout.h"

namespace stackfit {
namespace {

struct Outcome {
  std::size_t examples = 0, differing = 0, updated = 0;
};

std::vector<std::string> without(const std::vector<std::string>& from,
                                 const std::vector<std::string>& what) {
  std::vector<std::string> rest;
  std::set_difference(from.begin(), from.end(), what.begin(), what.end(), std::back_inserter(rest));
  return rest;
}

std::string difference(const Rule& rule, const RuleExample& example,
                       const std::vector<std::string>& found) {
  auto text = fmt::format("{}: {}\n", place(rule.source, example.line), display(example.title));
  for (const auto& line : without(example.expected, found))
    text += fmt::format("  missing  {}\n", display(line));
  for (const auto& line : without(found, example.expected))
    text += fmt::format("  noise    {}\n", line);
  return text;
}

// Tests one rule; `page` is its text, rewritten when expectations are updated.
Result<std::string> test_rule(const Rule& rule, const RuleSet& rules, bool update,
                              std::string& page, Outcome& outcome) {
  std::string differences;
  // Last first: rewriting an expectation then moves only lines that are done.
  for (auto example = rule.examples.rbegin(); example != rule.examples.rend(); ++example) {
    ++outcome.examples;
    auto found = run_example(rule, *example, rules);
    if (!found) return found.error();
    if (example->known_miss || *found == example->expected) continue;
    if (update && example->expect_line > 0) {
      page = with_expectations(page, *example, *found);
      ++outcome.updated;
      continue;
    }
    ++outcome.differing;
    differences.insert(0, difference(rule, *example, *found));
  }
  return differences;
}

}  // namespace

Result<int> test_rules(const std::vector<std::string>& folders, bool update) {
  if (update && folders.empty())
    return Error{ErrorKind::kUsage, "built-in pages cannot be updated", "",
                 "stackfit rules test --update DIR"};
  auto rules = load_rules(folders);
  if (!rules) return rules.error();
  Outcome outcome;
  for (const Rule& rule : rules->rules) {
    if (rule.builtin != folders.empty()) continue;
    std::string page = rule.page;
    auto differences = test_rule(rule, *rules, update, page, outcome);
    if (!differences) return differences.error();
    if (page != rule.page)
      if (auto written = write_file(rule.source, page); !written) return written.error();
    if (auto printed = print(*differences); !printed) return printed.error();
  }
  auto summary =
      fmt::format("{}, {} differ", counted(outcome.examples, "example"), outcome.differing);
  if (outcome.updated > 0) summary += fmt::format(", {} updated", outcome.updated);
  if (auto printed = print(summary + "\n"); !printed) return printed.error();
  return outcome.differing > 0 ? kGateFailed : kClean;
}

std::string new_rule_page(const std::string& id) {
  constexpr std::string_view kPage = R"(# {0}

One sentence that a person understands.

```toml rule
kind      = "query"
languages = ["javascript", "typescript", "tsx"]
severity  = "warning"
message   = "{{call}} is not what we use here"
zones     = {{ test = "lower", example = "lower", docs = "off" }}
health    = {{ category = "maintainability", most = 2, half_odds = 0.1, units = "functions" }}
```

```scm query
((call_expression function: (identifier) @call) @hit
  (#eq? @call "alert"))
```

## Why it matters

What goes wrong, for whom, and when.

## What to do instead

What to write, in a line or two.

## Bad: a sentence about the case

```js src/a.js
alert("hello");
```

```text expect
src/a.js:1 warning alert is not what we use here
```

## Good: a sentence about what looks like it and is fine

```js src/a.js
show("hello");
```
)";
  return fmt::format(fmt::runtime(kPage), id);
}

}  // namespace stackfit
