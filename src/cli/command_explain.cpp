// A rule's page is written once, in Markdown; here it is set for a terminal. The claims of the
// article that the verdicts quote (N15, D5 …) are explained by their id, too.
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.h"
#include "core/text.h"
#include "report/layout.h"
#include "rules/fit_data.h"
#include "rules/markdown.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

std::string without_marks(std::string_view markdown) {
  std::string text = display(markdown);
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (text.compare(at, 2, "**") == 0)
      ++at;
    else if (text[at] != '`')
      result += text[at];
  return result;
}

std::string facts_line(const Rule& rule, const Style& style) {
  std::vector<std::string> parts = {fmt::format("severity {}", name_of(rule.severity)),
                                    join(rule.languages, ", ")};
  for (auto severity : {Severity::kNote, Severity::kWarning, Severity::kError})
    if (auto at = rule.threshold.find(std::string(name_of(severity))); at != rule.threshold.end())
      parts.push_back(fmt::format("{} from {}", at->first, at->second));
  if (rule.health)
    parts.push_back(
        fmt::format("costs health at most {} ({})", rule.health->most, rule.health->category));
  if (!rule.claims.empty()) parts.push_back("article: " + join(rule.claims, ", "));
  return hanging(style, "", display(join(parts, " · ")), Ink::kDim);
}

// Lists keep their marks; every line of the source starts a paragraph of its own only in a list.
std::string paragraph(std::string_view source, const Style& style) {
  std::string text, pending, first;
  auto flush = [&] {
    if (!pending.empty()) text += hanging(style, first, without_marks(pending));
    pending.clear();
  };
  for (auto line : split(source, '\n')) {
    auto content = trim(line);
    bool item = content.starts_with("- ") || content.starts_with("* ");
    bool row = content.starts_with("|");
    if (item || row) flush();
    if (pending.empty())
      first = item ? "  • " : "";
    else
      pending += ' ';
    pending += item ? content.substr(2) : content;
  }
  flush();
  return text;
}

std::string fence(const MarkdownBlock& block, const Style& style) {
  if (block.info == "toml rule" || block.info == "scm query") return "";
  auto space = block.info.find(' ');
  auto title = space == std::string::npos ? "" : block.info.substr(space + 1);
  auto text = title.empty() || title == "expect"
                  ? std::string()
                  : fmt::format("    {}\n", ink(style, Ink::kCyan, display(title)));
  auto colour = title == "expect" ? Ink::kYellow : Ink::kDim;
  std::string_view body = block.text;
  if (body.ends_with('\n')) body.remove_suffix(1);
  for (auto line : split(body, '\n'))
    text += fmt::format("    {}\n", ink(style, colour, display(line)));
  return text;
}

// `below_title` is a line of facts.
std::string page_text(std::string_view page, const std::string& below_title, const Style& style) {
  std::string text;
  for (const auto& block : parse_markdown(page)) {
    std::string part;
    if (block.kind == MarkdownBlock::Kind::kFence)
      part = fence(block, style);
    else if (block.kind == MarkdownBlock::Kind::kHeading)
      part = ink(style, Ink::kBold, without_marks(block.text)) + "\n";
    else
      part = paragraph(block.text, style);
    if (part.empty()) continue;
    if (!text.empty()) text += "\n";
    text += part;
    if (block.kind == MarkdownBlock::Kind::kHeading && block.level == 1) text += below_title;
  }
  return text;
}

std::string rule_page(const Rule& rule, const Style& style) {
  return page_text(rule.page, facts_line(rule, style), style);
}

// What a topic's rules have in common, and the rules; empty when there is no such topic.
std::string topic_text(const RuleSet& rules, std::string_view topic, const Style& style) {
  std::string list;
  for (const Rule& rule : rules.rules)
    if (rule.topic == topic)
      list += hanging(style, fmt::format("  {}  ", pad(display(rule.id), 24)),
                      without_marks(rule.summary));
  if (list.empty()) return "";
  auto page = page_text(topic_page(topic), "", style);
  return page + (page.empty() ? "" : "\n") + list;
}

std::string claim_page(const Claim& claim, const RuleSet& rules, const Style& style) {
  auto text =
      fmt::format("{}   the article, line {}: {}\n\n", ink(style, Ink::kBold, display(claim.id)),
                  display(claim.line), display(claim.status));
  text += hanging(style, "says     ", display(claim.says));
  if (!claim.today.empty()) text += hanging(style, "today    ", display(claim.today));
  if (!claim.evidence.empty()) text += hanging(style, "for      ", display(claim.evidence));
  if (!claim.against.empty()) text += hanging(style, "against  ", display(claim.against));
  if (!claim.visible_as.empty()) text += hanging(style, "shown as ", display(claim.visible_as));
  if (!claim.unseen.empty()) text += hanging(style, "unseen   ", display(claim.unseen));
  std::vector<std::string> pages;
  for (const Rule& rule : rules.rules)
    if (std::find(rule.claims.begin(), rule.claims.end(), claim.id) != rule.claims.end())
      pages.push_back(rule.id);
  if (!pages.empty()) text += hanging(style, "rules    ", join(pages, ", "));
  return text;
}

std::string stance_text(const std::optional<Stance>& stance, double Stance::*lens) {
  return stance ? fmt::format("{:+g}", *stance.*lens) : std::string("silent");
}

// A kind of work: what the runtimes are good for, and what tells that the work is there.
std::string dimension_page(const DimensionRow& row, const Style& style) {
  auto text = fmt::format("{}   {}\n\n", ink(style, Ink::kBold, row.name),
                          row.is_character ? "a character of the code base" : "a kind of work");
  text += hanging(
      style, "today    ",
      fmt::format("Node.js {}, Python {} (from -2, unsuited, to +2)",
                  stance_text(row.node, &Stance::today), stance_text(row.python, &Stance::today)));
  text += hanging(style, "article  ",
                  fmt::format("Node.js {}, Python {}", stance_text(row.node, &Stance::article),
                              stance_text(row.python, &Stance::article)));
  if (!row.note.empty()) text += hanging(style, "note     ", row.note);
  std::vector<std::string> ids, names;
  for (const auto& claim : fit_data().claims)
    if (std::find(claim.dimensions.begin(), claim.dimensions.end(), row.id) !=
        claim.dimensions.end())
      ids.push_back(claim.id);
  if (!ids.empty()) text += hanging(style, "claims   ", join(ids, ", "));
  auto weighs = [&](const auto& signal) {
    return std::any_of(signal.dimensions.begin(), signal.dimensions.end(),
                       [&](const DimensionWeight& d) { return d.dimension == row.id; });
  };
  for (const auto& technology : fit_data().technologies)
    if (weighs(technology)) names.push_back(technology.name);
  auto calls = std::count_if(fit_data().calls.begin(), fit_data().calls.end(), weighs);
  auto tests = std::count_if(fit_data().tests.begin(), fit_data().tests.end(), weighs);
  text += hanging(style, "told by  ",
                  fmt::format("{} technologies, {} patterns of code, {} files and settings: {}",
                              names.size(), calls, tests, join(names, ", ")));
  for (const auto& suggestion : fit_data().suggestions)
    if (suggestion.dimension == row.id)
      text += hanging(style, "advice   ", fmt::format("{} [{}]", suggestion.text, suggestion.id));
  return text;
}

}  // namespace

Result<int> run_explain(const Invocation& invocation, Console& console) {
  auto rules = load_rules(invocation.options.rule_dirs);
  if (!rules) return rules.error();
  const auto& name = invocation.arguments.front();
  const auto& claims = fit_data().claims;
  auto claim =
      std::find_if(claims.begin(), claims.end(), [&](const Claim& row) { return row.id == name; });
  std::string page;
  if (const Rule* rule = find_rule(*rules, name))
    page = rule_page(*rule, console.out);
  else if (claim != claims.end())
    page = claim_page(*claim, *rules, console.out);
  else if (const auto* dimension = find_dimension(name))
    page = dimension_page(*dimension, console.out);
  else if (auto topic = topic_text(*rules, name, console.out); !topic.empty())
    page = topic;
  else
    return unknown_rule(*rules, name, ErrorKind::kUsage);
  if (auto printed = print(page); !printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
