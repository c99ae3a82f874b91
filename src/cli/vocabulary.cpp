#include "cli/vocabulary.h"

#include <algorithm>

#include "core/text.h"
#include "report/report.h"

namespace stackfit {
namespace {

bool is_plain_word(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const auto& writer : writers()) names.emplace_back(writer.format);
  return names;
}

struct Choice {
  std::string_view flag;
  std::vector<std::string> words;
};

}  // namespace

std::vector<std::string> first_words(const Subcommand& command) {
  std::vector<std::string> words;
  for (auto alternative : split(command.arguments, '|')) {
    auto word = trim(alternative);
    if (word.starts_with('[')) word.remove_prefix(1);
    word = word.substr(0, word.find_first_of(" ]"));
    if (is_plain_word(word)) words.emplace_back(word);
  }
  return words;
}

std::vector<std::string> choices_of(const Flag& flag, const RuleSet& rules) {
  static const std::vector<Choice> kChoices = {
      {"--fail-on", {"error", "warning", "note", "never"}},
      {"--min-grade", {"A", "B", "C", "D", "E"}},
      {"--color", {"auto", "always", "never"}},
      {"--parity", {"eslint", "eslint-classic"}},
      {"--ci", {"github", "gitlab"}},
  };
  if (flag.placeholder == "FORMAT") return format_names();
  if (flag.placeholder == "RULE") {
    std::vector<std::string> ids;
    for (const auto& rule : rules.rules) ids.push_back(rule.id);
    return ids;
  }
  for (const auto& [name, words] : kChoices)
    if (flag.name == name) return words;
  return {};
}

bool takes_file(const Flag& flag) {
  return flag.placeholder == "FILE" || flag.placeholder == "DIR";
}

}  // namespace stackfit
