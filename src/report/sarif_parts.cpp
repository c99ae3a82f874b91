#include "report/sarif_parts.h"

#include <fmt/format.h>

#include <set>

#include "core/text.h"
#include "core/utf8.h"

namespace stackfit {
namespace {

constexpr std::size_t kLongestDescription = 1000, kMostTags = 10;  // code scanning: 1,024 and 10

std::string_view first_paragraph(std::string_view markdown) {
  return trim(markdown.substr(0, markdown.find("\n\n")));
}

std::string on_one_line(std::string_view text) {
  std::string result(cut_utf8(text, kLongestDescription));
  for (char& c : result)
    if (c == '\n') c = ' ';
  return result;
}

std::string help_of(const Rule& rule) {
  auto text = rule.summary;
  if (!rule.why.empty()) text += "\n\n## Why it matters\n\n" + std::string(trim(rule.why));
  if (!rule.instead.empty())
    text += "\n\n## What to do instead\n\n" + std::string(trim(rule.instead));
  return text + "\n";
}

// `callback-nesting` as `CallbackNesting`: what viewers show as the rule's name.
std::string pascal_case(std::string_view id) {
  std::string name;
  for (auto part : split(id, '-')) {
    if (part.empty()) continue;
    name += part.front() >= 'a' && part.front() <= 'z' ? static_cast<char>(part.front() - 'a' + 'A')
                                                       : part.front();
    name += part.substr(1);
  }
  return name;
}

Json tags_of(const Rule& rule) {
  Json tags = Json::array();
  std::set<std::string_view> seen;
  auto add = [&](std::string_view tag) {
    if (!tag.empty() && tags.size() < kMostTags && seen.insert(tag).second) tags.push_back(tag);
  };
  add(rule.topic);
  if (rule.health) add(rule.health->category);
  for (const auto& language : rule.languages) add(language);
  return tags;
}

Json descriptor_of(const Rule& rule) {
  constexpr std::string_view kProblemSeverities[] = {"recommendation", "warning", "error"};
  auto severity = rule.forced_severity.value_or(rule.severity);
  Json descriptor = {{"id", rule.id},
                     {"name", pascal_case(rule.id)},
                     {"shortDescription", {{"text", on_one_line(rule.summary)}}}};
  auto full = first_paragraph(rule.why.empty() ? rule.summary : rule.why);
  descriptor["fullDescription"] = {{"text", on_one_line(full)}};
  descriptor["help"] = {{"text", help_of(rule)}, {"markdown", help_of(rule)}};
  descriptor["defaultConfiguration"] = {{"level", name_of(severity)}};
  descriptor["properties"] = {{"precision", "high"},
                              {"problem.severity", kProblemSeverities[static_cast<int>(severity)]},
                              {"tags", tags_of(rule)}};
  return descriptor;
}

}  // namespace

std::string uri_of(std::string_view path) {
  std::string uri;
  for (char c : path) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 std::string_view("-._~/").find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

std::string message_text(std::string_view untrusted) {
  std::string text;
  for (char c : display(untrusted)) {
    if (c == '[' || c == ']') text += '\\';
    text += c;
  }
  return text;
}

Json sarif_rules(const RuleSet& rules) {
  Json descriptors = Json::array();
  for (const Rule& rule : rules.rules)
    if (rule.enabled) descriptors.push_back(descriptor_of(rule));
  return descriptors;
}

std::optional<std::size_t> sarif_rule_index(const RuleSet& rules, std::string_view id) {
  std::size_t index = 0;
  for (const Rule& rule : rules.rules) {
    if (!rule.enabled) continue;
    if (rule.id == id) return index;
    ++index;
  }
  return std::nullopt;
}

std::string automation_id(std::string_view category) {
  return category.empty() ? "stackfit/" : fmt::format("stackfit/{}/", display(category));
}

}  // namespace stackfit
