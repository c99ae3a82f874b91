#include "tree/attributes.h"

#include <algorithm>

namespace stackfit {
namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
  auto word = line.substr(0, line.find_first_of(kBlanks));
  line.remove_prefix(word.size());
  return word;
}

// A pattern with blanks stands in double quotes.
std::string_view take_pattern(std::string_view& line) {
  if (!line.starts_with('"')) return next_word(line);
  auto end = line.find('"', 1);
  if (end == std::string_view::npos) return {};
  auto pattern = line.substr(1, end - 1);
  line.remove_prefix(end + 1);
  return pattern;
}

// `name`, `name=true`: true. `-name`, `name=false`, `!name`: false.
std::optional<bool> value_of(std::string_view word, std::string_view name) {
  bool denied = word.starts_with('-') || word.starts_with('!');
  if (denied) word.remove_prefix(1);
  if (!word.starts_with(name)) return std::nullopt;
  word.remove_prefix(name.size());
  if (word.empty()) return !denied;
  if (word == "=true" || word == "=1") return true;
  if (word == "=false" || word == "=0") return false;
  return std::nullopt;
}

std::optional<AttributeRule> parse_line(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
  if (line.starts_with('[')) return std::nullopt;  // [attr] defines a macro
  auto pattern = parse_pattern(take_pattern(line));
  if (!pattern || pattern->negated || pattern->folders_only) return std::nullopt;
  AttributeRule rule{std::move(*pattern), {}, {}};
  for (auto word = next_word(line); !word.empty(); word = next_word(line)) {
    if (auto value = value_of(word, "linguist-vendored")) rule.vendored = value;
    if (auto value = value_of(word, "linguist-generated")) rule.generated = value;
  }
  if (!rule.vendored && !rule.generated) return std::nullopt;
  return rule;
}

}  // namespace

bool Attributes::clears() const {
  return std::any_of(rules.begin(), rules.end(), [](const AttributeRule& rule) {
    return rule.vendored == false || rule.generated == false;
  });
}

Attributes parse_attributes(std::string_view text) {
  Attributes attributes;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty() && attributes.rules.size() < IgnoreList::kMaxPatterns) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.size() > IgnoreList::kMaxLine) continue;
    if (auto rule = parse_line(line)) attributes.rules.push_back(std::move(*rule));
  }
  return attributes;
}

Authorship authorship_of(const Attributes& attributes, PathParts path) {
  std::optional<bool> vendored, generated;
  Authorship result;
  for (auto rule = attributes.rules.rbegin(); rule != attributes.rules.rend(); ++rule) {
    bool speaks = (rule->vendored && !vendored) || (rule->generated && !generated);
    if (!speaks || !matches(rule->pattern, path, false)) continue;
    if (!vendored) vendored = rule->vendored;
    if (!generated) generated = rule->generated;
    if (vendored == true || generated == true) {
      result.foreign = true;
      result.kind = vendored == true ? "vendored" : "generated";
      result.pattern = rule->pattern.text;
      return result;
    }
  }
  result.own = vendored == false || generated == false;
  return result;
}

}  // namespace stackfit
