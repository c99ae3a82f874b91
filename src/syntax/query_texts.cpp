// Texts a literal text needs to occur in a source; as whole words where they are words.
#include "syntax/query.h"

#include <algorithm>

#include "core/text.h"

namespace stackfit {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// What one predicate demands of the source. One that is negated, compares captures or asks the file
// demands nothing.
RequiredTexts requirement_of(const QueryPredicate& predicate) {
  std::vector<std::string> texts;
  for (const auto& argument : predicate.arguments)
    if (!argument.capture) texts.push_back(argument.text);
  if (predicate.name == "match?" && texts.size() == 1) return texts_required_by(texts[0]);
  RequiredTexts required;
  if (predicate.name != "eq?" && predicate.name != "any-of?") return required;
  for (const auto& text : texts)
    required.push_back({text, std::all_of(text.begin(), text.end(), is_word)});
  return required;
}

// A predicate demands something only if its capture takes part in every match.
void collect_certain(const QueryNode& node, std::vector<std::string>& names) {
  if (node.quantifier == '*' || node.quantifier == '?') return;
  names.insert(names.end(), node.captures.begin(), node.captures.end());
  if (node.what != QueryNode::What::kAlternation) {
    for (const auto& child : node.children) collect_certain(child, names);
    return;
  }
  std::vector<std::string> common;
  for (const auto& choice : node.children) {
    std::vector<std::string> inside;
    collect_certain(choice, inside);
    if (&choice == &node.children.front()) {
      common = std::move(inside);
      continue;
    }
    common.erase(std::remove_if(common.begin(), common.end(),
                                [&](const std::string& name) {
                                  return std::find(inside.begin(), inside.end(), name) ==
                                         inside.end();
                                }),
                 common.end());
  }
  names.insert(names.end(), common.begin(), common.end());
}

}  // namespace

std::vector<std::vector<RequiredTexts>> requirements_of(std::string_view query) {
  auto patterns = parse_query(query);
  if (!patterns) return {};
  std::vector<std::vector<RequiredTexts>> requirements;
  for (const auto& pattern : *patterns) {
    auto& lists = requirements.emplace_back();
    std::vector<std::string> certain;
    collect_certain(pattern.root, certain);
    for (const auto& predicate : pattern.predicates) {
      if (predicate.arguments.empty() ||
          std::find(certain.begin(), certain.end(), predicate.arguments[0].text) == certain.end())
        continue;
      if (auto texts = requirement_of(predicate); !texts.empty()) lists.push_back(std::move(texts));
    }
  }
  return requirements;
}

RequiredTexts texts_required_by(std::string_view regex) {
  bool starts = regex.starts_with('^'), ends = regex.ends_with('$');
  if (starts) regex.remove_prefix(1);
  if (ends) regex.remove_suffix(1);
  bool group = regex.starts_with('(') && regex.ends_with(')') &&
               regex.find_first_of("()", 1) == regex.size() - 1;
  if (group) regex = regex.substr(1, regex.size() - 2);
  RequiredTexts texts;
  // Without a group around it, an anchor binds to one alternative only.
  if (!group && regex.find('|') != std::string_view::npos) starts = ends = false;
  for (auto alternative : split(regex, '|')) {
    RequiredText text{"", starts && ends};
    for (std::size_t i = 0; i < alternative.size(); ++i) {
      char c = alternative[i];
      bool escaped_dot = c == '\\' && i + 1 < alternative.size() && alternative[i + 1] == '.';
      if (escaped_dot) ++i;
      if (!is_word(c) && !escaped_dot && c != '/' && c != '-' && c != ' ') return {};
      if (!is_word(alternative[i])) text.whole_word = false;
      text.text += alternative[i];
    }
    if (text.text.empty()) return {};
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace stackfit
