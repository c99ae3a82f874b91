#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "core/result.h"
#include "rules/data_table.h"
#include "rules/rule_override.h"
#include "rules/scoring.h"

namespace stackfit {

/// One fenced file of an example: a path of the tiny repository and its text.
struct ExampleFile {
  std::string path;
  std::string text;
};

/// A `## Bad: …` or `## Good: …` section: a tiny repository and the findings expected of it.
struct RuleExample {
  bool bad = false;
  bool known_miss = false;  ///< titled `todo: …`: documents what the rule cannot see yet
  std::string title;
  std::vector<ExampleFile> files;
  std::vector<std::string> expected;  ///< `path:line severity message`, sorted as reported
  std::vector<std::string> flags;     ///< command-line flags from a ```text flags fence
  std::uint32_t line = 0;             ///< of its heading
  std::uint32_t expect_line = 0;      ///< of its expect fence; 0: it has none
  std::uint32_t expect_end = 0;       ///< of that fence's last line
};

/// What a rule may cost the health score.
struct HealthWeight {
  std::string category;    ///< correctness, maintainability, async, dependencies, tests, ci
  double most = 0;         ///< points
  double half_odds = 0.1;  ///< odds of flagged to clean units at which half of `most` is lost
  std::string units;       ///< what is counted: a row of project/candidate_findings.cpp, or ""
};

/// What becomes of findings outside of product code.
enum class Elsewhere : std::uint8_t {
  kSame,   ///< reported as they are
  kLower,  ///< one severity lower; notes are dropped
  kOff,    ///< dropped
};

struct ZonePolicy {
  Elsewhere test = Elsewhere::kLower;
  Elsewhere example = Elsewhere::kLower;
  Elsewhere docs = Elsewhere::kLower;
  Elsewhere tooling = Elsewhere::kSame;  ///< what builds, configures or releases the product
  Elsewhere browser = Elsewhere::kSame;  ///< scripts of pages
};

/// A rule page of rules/<topic>/<id>.md: documentation, query, thresholds and tests of one rule.
struct Rule {
  std::string id;
  std::string topic;
  std::string summary;  ///< first paragraph
  std::string kind;     ///< `query`, `nesting`, or the name of an analysis in facts/ or project/
  std::vector<std::string> languages;
  Severity severity = Severity::kWarning;
  std::optional<Severity> forced_severity;  ///< a configuration's: of all its findings
  bool enabled = true;                      ///< false: a configuration turned it off
  std::map<std::string, double> threshold;  ///< `note`, `warning`, `error`, or a rule's own names
  std::vector<std::string> per_path;        ///< thresholds that may differ from path to path
  std::string message;
  ZonePolicy zones;
  std::optional<HealthWeight> health;
  std::vector<std::string> claims;
  std::string query;                  ///< tree-sitter query text, empty when the kind needs none
  std::uint32_t query_line = 0;       ///< of its fence: line 1 of the query stands one below
  std::uint32_t message_line = 0;     ///< of the message
  std::uint32_t definition_line = 0;  ///< of the ```toml rule fence
  std::string why;                    ///< `## Why it matters`, Markdown
  std::string instead;                ///< `## What to do instead`, Markdown
  std::vector<RuleExample> examples;
  std::string page;      ///< the whole page, Markdown
  std::string source;    ///< `rules/javascript/callback-nesting.md`, for error messages
  bool builtin = false;  ///< part of the program, not of a user's folder
};

/// All rules and data tables of a run.
struct RuleSet {
  std::vector<Rule> rules;         ///< sorted by id
  AddedRows added;                 ///< to the built-in data tables
  std::vector<PathRules> by_path;  ///< a configuration's, in its order; ask settings_at()
  Scoring scoring;
  std::string digest;        ///< of every page and data file, and of a configuration's changes
  std::string pages_digest;  ///< of the pages and data files alone
};

/// The rule with that id; null when there is none.
const Rule* find_rule(const RuleSet& rules, std::string_view id);

/// Parses one page. `source` is its path for error messages. Fails with kConfig and `path:line` on
/// an unknown key, a missing section, an example without expectation and the like.
Result<Rule> parse_rule(std::string_view page, const std::string& source);

/// The built-in rules, then the pages of `folders` (a page with a known id replaces it).
Result<RuleSet> load_rules(const std::vector<std::string>& folders);

/// The page of a topic, Markdown: what its rules have in common. Empty when it has none.
std::string_view topic_page(std::string_view topic);

/// A built-in data file by its path below rules/ (`data/npm-facts.tsv`). Data files are part of the
/// program: asking for one that does not exist is a bug, and ends the program in a debug build.
std::string_view rule_data(std::string_view path);

/// The paths of all built-in data files.
std::vector<std::string_view> rule_data_paths();

}  // namespace stackfit
