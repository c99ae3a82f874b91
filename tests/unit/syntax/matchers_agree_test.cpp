// Our own query matcher against tree-sitter's, on every query there is and every source at hand:
// the examples of the rule pages, and the scripts of the test suite itself.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "facts/rules/predicates.h"
#include "paths.h"
#include "rules/fit_data.h"
#include "rules/rule_set.h"
#include "support/catch.h"
#include "syntax/query.h"

using namespace stackfit;

namespace {

struct Sample {
  std::string name;
  std::string text;
};

std::vector<Sample> samples_for(const RuleSet& rules, std::string_view language) {
  std::vector<Sample> samples;
  auto add = [&](const std::string& name, std::string text) {
    const Language* own = language_of_path(name);
    if (own != nullptr && own->is_python() == (language == "python"))
      samples.push_back({name, std::move(text)});
  };
  for (const auto& rule : rules.rules)
    for (const auto& example : rule.examples)
      for (const auto& file : example.files) add(file.path, file.text);
  for (const auto* folder : {"/tests/e2e", "/tests/parity", "/tests/oracle", "/tests/action"})
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(STACKFIT_SOURCE_DIR) + folder)) {
      std::ifstream file(entry.path());
      std::stringstream text;
      text << file.rdbuf();
      if (entry.is_regular_file()) add(entry.path().filename(), text.str());
    }
  return samples;
}

using Hits = std::vector<std::pair<std::uint32_t, NodeId>>;

Hits hits_of(const QueryRun& run) {
  Hits hits;
  for (const auto& match : run.matches) hits.emplace_back(match.pattern, match.hit);
  std::sort(hits.begin(), hits.end());
  return hits;
}

struct Tally {
  std::size_t queries = 0, refused = 0, hits = 0;
};

void compare(std::string_view language, std::string_view text,
             const std::vector<std::string_view>& foreign, const std::vector<Sample>& samples,
             Tally& tally) {
  auto query = Query::compile(*language_named(language), text, foreign);
  REQUIRE(query);
  if (!query->own()) return;
  ++tally.queries;
  Parser parser;
  auto yes = [](const Test&, NodeId) { return true; };
  for (const auto& sample : samples) {
    auto tree = parser.parse(*language_named(language), sample.text);
    REQUIRE(tree);
    if (tree->errors() > 0) continue;  // written in another of the languages
    auto theirs = query->run_by_tree_sitter(*tree, yes, 60);
    if (!theirs) {  // a part of the query is for another version of the grammar
      ++tally.refused;
      return;
    }
    auto own = hits_of(query->run(*tree, yes));
    tally.hits += own.size();
    INFO(language << " " << sample.name << "\n" << text);
    CHECK(own == hits_of(*theirs));
  }
}

}  // namespace

TEST_CASE("our matcher finds what tree-sitter's finds, for every query of the program") {
  auto rules = load_rules({});
  REQUIRE(rules);
  std::vector<std::string_view> foreign;
  for (const auto& predicate : file_predicates()) foreign.push_back(predicate.name);
  for (std::string_view language : {"javascript", "tsx", "python"}) {
    auto samples = samples_for(*rules, language);
    REQUIRE(samples.size() > 10);
    Tally tally;
    for (const auto& rule : rules->rules)
      if (!rule.query.empty() &&
          std::find(rule.languages.begin(), rule.languages.end(), language) != rule.languages.end())
        compare(language, rule.query, foreign, samples, tally);
    for (const auto& signal : fit_data().calls)
      if (language != "tsx" && std::find(signal.languages.begin(), signal.languages.end(),
                                         language) != signal.languages.end())
        compare(language, signal.query, {}, samples, tally);
    CHECK(tally.queries > 5);
    CHECK(tally.refused <= 2);
    CHECK(tally.hits > 50);
  }
}
