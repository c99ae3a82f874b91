#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "core/text.h"
#include "report/layout.h"
#include "report/text.h"

namespace stackfit {
namespace {

struct Group {
  std::string rule;
  std::vector<const Finding*> findings;  // new and most severe first, then by place
  std::uint64_t counts[3] = {};          // by severity
  double points = 0;
};

Ink ink_of(Severity severity) {
  constexpr Ink kInks[] = {Ink::kDim, Ink::kYellow, Ink::kRed};
  return kInks[static_cast<int>(severity)];
}

std::vector<Group> group_findings(const Report& report) {
  std::map<std::string, Group> by_rule;
  for (const Finding& finding : report.project.findings) {
    if (!is_listed(finding)) continue;
    Group& group = by_rule[finding.rule];
    group.findings.push_back(&finding);
    ++group.counts[static_cast<int>(finding.severity)];
  }
  for (const auto& deduction : report.verdict.health.deductions)
    if (auto at = by_rule.find(deduction.rule); at != by_rule.end())
      at->second.points = deduction.points;
  std::vector<Group> groups;
  for (auto& [rule, group] : by_rule) {
    group.rule = rule;
    std::stable_sort(
        group.findings.begin(), group.findings.end(), [](const Finding* a, const Finding* b) {
          return std::tuple(a->status, b->severity) < std::tuple(b->status, a->severity);
        });
    groups.push_back(std::move(group));
  }
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return std::tuple(b.findings.front()->severity, b.points, b.findings.size()) <
           std::tuple(a.findings.front()->severity, a.points, a.findings.size());
  });
  return groups;
}

std::string counts_of(const std::uint64_t (&counts)[3]) {
  std::vector<std::string> parts;
  for (auto severity : {Severity::kError, Severity::kWarning, Severity::kNote})
    if (auto count = counts[static_cast<int>(severity)]; count > 0)
      parts.push_back(counted(count, name_of(severity)));
  return join(parts, ", ");
}

// The first sentence of a page's advice, without Markdown's marks; empty when the advice is a list:
// its messages then say which item applies.
std::string first_sentence(std::string_view markdown) {
  std::string text;
  for (auto line : split(trim(markdown), '\n')) {
    line = trim(line);
    if (line.empty() || line.starts_with("```")) break;
    if (line.starts_with("- ") || line.starts_with("|")) return "";
    text += text.empty() ? "" : " ";
    text += line;
  }
  std::erase_if(text, [](char c) { return c == '`' || c == '*'; });
  auto end = text.find(". ");
  return end == std::string::npos ? text : text.substr(0, end + 1);
}

std::string related_place(const Finding& finding, const Related& related, const Style& style) {
  const auto& path = related.path.empty() ? finding.path : related.path;
  return shorten(place(path, related.line), style.columns / 2);
}

std::string finding_lines(const Finding& finding, const Style& style) {
  auto where =
      fmt::format("{}:{}:{}", display(finding.path), finding.span.line, finding.span.column);
  auto severity = ink(style, ink_of(finding.severity), pad(name_of(finding.severity), 8));
  bool unchanged = finding.status == FindingStatus::kUnchanged;
  auto text =
      fmt::format("  {} {}{}\n", severity,
                  ink(style, Ink::kCyan, shorten(where, style.columns - (unchanged ? 23 : 12))),
                  unchanged ? ink(style, Ink::kDim, "  unchanged") : "");
  text += hanging(style, std::string(11, ' '), display(finding.message));
  if (!style.verbose) return text;
  for (const auto& related : finding.related)
    text += hanging(style, fmt::format("{:13}{}  ", "", related_place(finding, related, style)),
                    display(related.message), Ink::kDim);
  return text;
}

std::string group_lines(const Group& group, const RuleSet& rules, const Style& style) {
  auto title = counts_of(group.counts);
  if (group.points >= 0.05) title += fmt::format(", costs {:.1f} points", group.points);
  auto text = "\n" + titled(style, 2, display(group.rule), title);
  const std::size_t most = style.verbose ? group.findings.size() : 3;
  for (std::size_t i = 0; i < group.findings.size() && i < most; ++i)
    text += finding_lines(*group.findings[i], style);
  if (group.findings.size() > most)
    text += fmt::format("{:11}and {} more: --verbose\n", "", grouped(group.findings.size() - most));
  const Rule* rule = find_rule(rules, group.rule);
  auto advice = rule == nullptr ? "" : first_sentence(rule->instead);
  if (!advice.empty())
    text += hanging(style, fmt::format("{:9}→ ", ""), display(advice), Ink::kGreen);
  return text;
}

// What comments of the code suppress, by rule; all of it with its reasons with --verbose.
std::string suppressed_lines(const Report& report, const Style& style) {
  std::map<std::string, std::uint64_t> by_rule;
  std::string places;
  for (const Finding& finding : report.project.findings) {
    if (finding.status != FindingStatus::kSuppressed) continue;
    ++by_rule[finding.rule];
    auto where = shorten(place(finding.path, finding.span.line), style.columns / 2);
    auto reason = finding.reason.empty() ? "no reason given" : display(finding.reason);
    places += hanging(style, fmt::format("    {}  ", where),
                      fmt::format("{}: {}", display(finding.rule), reason), Ink::kDim);
  }
  std::vector<std::string> parts;
  for (const auto& [rule, count] : by_rule)
    parts.push_back(fmt::format("{} {}", grouped(count), display(rule)));
  if (parts.empty()) return "";
  auto text = "\n" + hanging(style, "  Suppressed: ", join(parts, ", "), Ink::kDim);
  return style.verbose ? text + places : text;
}

}  // namespace

std::string findings_section(const Report& report, const RuleSet& rules, const Style& style) {
  auto groups = group_findings(report);
  auto suppressed = suppressed_lines(report, style);
  if (groups.empty()) return heading(style, "FINDINGS", "none") + suppressed;
  std::uint64_t counts[3] = {};
  for (const auto& group : groups)
    for (int i = 0; i < 3; ++i) counts[i] += group.counts[i];
  auto text = heading(style, "FINDINGS", counts_of(counts));
  const std::size_t most = style.verbose ? groups.size() : 8;
  for (std::size_t i = 0; i < groups.size() && i < most; ++i)
    text += group_lines(groups[i], rules, style);
  std::vector<std::string> others;
  for (std::size_t i = most; i < groups.size(); ++i)
    others.push_back(fmt::format("{} ({})", display(groups[i].rule), counts_of(groups[i].counts)));
  if (!others.empty()) text += "\n" + hanging(style, "  Also: ", join(others, ", "));
  text += suppressed;
  text += ink(style, Ink::kDim, "\n  stackfit explain RULE says why it matters.\n");
  return text;
}

}  // namespace stackfit
