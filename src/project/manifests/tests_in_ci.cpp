// Tests that nobody runs prove nothing. A project with tests and without a word of CI gets a note;
// one whose CI builds and never tests gets it, too. What a script calls is followed once:
// `npm run verify` counts when package.json's `verify` runs a test tool.
#include <algorithm>
#include <set>

#include "core/text.h"
#include "project/fit/names.h"
#include "project/manifests/manifest_rules.h"
#include "project/zones.h"
#include "rules/data_table.h"
#include "rules/message.h"

namespace stackfit {
namespace {

struct TestWords {
  NameSet programs, words, untold;
};

const TestWords& test_words() {
  static const TestWords kWords = [] {
    TestWords all;
    for (const auto& row : data_rows("data/test-commands.toml", "tests")) {
      all.programs = row.names("programs");
      all.words = row.names("words");
      all.untold = row.names("untold");
    }
    return all;
  }();
  return kWords;
}

bool is_word_end(char c) {
  return !(std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_');
}

// `npm test`, `yarn test:unit`, `pytest -q`, `make check`, `python -m unittest`.
bool runs_tests(std::string_view command) {
  for (const auto& program : programs_in(command))
    if (test_words().programs.count(program) > 0) return true;
  for (const auto& word : test_words().words)
    for (auto at = command.find(word); at != std::string_view::npos;
         at = command.find(word, at + 1)) {
      bool starts = at == 0 || is_word_end(command[at - 1]);
      auto end = at + word.size();
      if (starts && (end >= command.size() || is_word_end(command[end]))) return true;
    }
  return false;
}

// Names of scripts, targets and tools that run tests themselves.
std::set<std::string> testing_scripts(const std::vector<FileRecord>& records) {
  std::set<std::string> names;
  for (const auto& record : records) {
    if (!record.facts.manifest) continue;
    for (const Command& command : record.facts.manifest->commands)
      if (!command.name.empty() && record.facts.manifest->format != "ci" &&
          runs_tests(command.text))
        names.insert(command.name);
  }
  return names;
}

bool mentions_one(std::string_view command, const std::set<std::string>& names) {
  for (const auto& name : names)
    for (auto at = command.find(name); at != std::string_view::npos;
         at = command.find(name, at + 1)) {
      auto end = at + name.size();
      bool whole = at > 0 && (command[at - 1] == ' ' || command[at - 1] == '/') &&
                   (end >= command.size() || is_word_end(command[end]));
      if (whole) return true;
    }
  return false;
}

const FileRecord* first_test(const std::vector<FileRecord>& records) {
  for (const auto& record : records)
    if (record.facts.source && zone_of(record.entry.path) == Zone::kTest) return &record;
  return nullptr;
}

}  // namespace

ManifestResult judge_tests_in_ci(const ManifestView& view, const Rule& rule) {
  ManifestResult result;
  const FileRecord* test = first_test(view.records);
  if (test == nullptr) return result;
  result.looked_at = 1;
  auto scripts = testing_scripts(view.records);
  const FileRecord* ci = nullptr;
  for (const auto& record : view.records) {
    if (!record.facts.manifest || record.facts.manifest->format != "ci") continue;
    if (!record.facts.manifest->problem.empty()) return {};
    ci = &record;
    const auto& commands = record.facts.manifest->commands;
    if (commands.empty() && test_words().untold.count(base_name(record.entry.path)) > 0)
      return result;
    for (const Command& command : commands)
      if (runs_tests(command.text) || mentions_one(command.text, scripts)) return result;
  }
  // Without any CI file the repository may be tested by a system that keeps its settings itself.
  if (ci == nullptr) return {};
  auto finding = manifest_finding(rule, ci->entry.path, 1, "ci");
  finding.message = fill_message(rule.message, {{"test", display(test->entry.path)}});
  finding.related.push_back({test->entry.path, 1, "a test"});
  result.findings.push_back(std::move(finding));
  return result;
}

}  // namespace stackfit
