// Markdown for people: pages, the summary of a CI job, the comment on a pull request. Made of
// sections, the most telling first, because the places it goes to have limits: GitHub drops a job
// summary above 1 MiB a step as a whole, and refuses a comment above 65,536 characters. Untrusted
// text stands in lists, never alone at the start of a line, and never in a table.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "report/layout.h"
#include "report/markdown_text.h"
#include "report/open_findings.h"
#include "report/writers.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostInSummary = 900 << 10, kMostInComment = 60'000;
constexpr std::size_t kMostShown = 10;  // findings in the open
constexpr std::string_view kMarker = "<!-- stackfit-report -->\n";

using Sections = std::vector<std::string>;

std::string finding_line(const Finding& finding) {
  auto where = fmt::format("{}:{}", display(finding.path), finding.span.line);
  auto known = finding.status == FindingStatus::kNew ? "" : " (not new)";
  return fmt::format("- **{}**{} {} {}\n", name_of(finding.severity), known, markdown_code(where),
                     markdown_text(finding.message));
}

std::string folded(std::string_view title, std::string_view body) {
  return fmt::format("\n<details><summary>{}</summary>\n\n{}\n</details>\n", title, body);
}

std::string verdicts_line(const Report& report, const std::vector<OpenFinding>& open) {
  const Health& health = report.verdict.health;
  const Fit& fit = report.verdict.fit;
  auto counts = counts_of(count_severities(open));
  auto text = fmt::format("**Health {}**", markdown_text(grade_and_score(health)));
  if (report.options.only.empty()) {
    bool decided = fit.verdict != "undecided";
    text += fmt::format(" · **stack fit {}{}**", markdown_text(fit.verdict),
                        decided ? fmt::format(" {:.0f}", fit.score) : "");
  }
  return fmt::format("{} · {}\n", text, counts.empty() ? "no findings" : counts);
}

std::string gate_lines(const Gate& gate) {
  std::string text;
  for (const auto& failure : gate.failed)
    text += fmt::format("\n**Gate failed:** {}: {}, the limit is {}\n",
                        markdown_text(failure.condition), markdown_text(failure.value),
                        markdown_text(failure.limit));
  return text;
}

// What is not listed further down, and why.
std::string unlisted_line(const Report& report) {
  std::size_t suppressed = 0, baselined = 0;
  for (const auto& finding : report.project.findings) {
    suppressed += finding.status == FindingStatus::kSuppressed ? 1 : 0;
    baselined += finding.status != FindingStatus::kSuppressed && finding.baselined ? 1 : 0;
  }
  std::vector<std::string> parts;
  if (suppressed > 0) parts.push_back(grouped(suppressed) + " suppressed");
  if (baselined > 0) parts.push_back(grouped(baselined) + " in the baseline");
  return parts.empty() ? "" : "\nNot listed: " + join(parts, ", ") + ".\n";
}

std::string change_line(const Report& report) {
  if (!report.change) return "";
  double gain = report.verdict.health.score - report.change->base_score;
  return fmt::format(
      "\nThis change: {} new, {} fixed, {} unchanged in its files, health {:+.1f}.\n",
      grouped(report.change->fresh), grouped(report.fixed.size()),
      grouped(report.change->unchanged), gain);
}

std::string head(const Report& report, const std::vector<OpenFinding>& open) {
  auto text = "## stackfit\n\n" + verdicts_line(report, open) + change_line(report) +
              gate_lines(report.gate) + unlisted_line(report);
  if (!report.complete)
    text += "\nThe report is incomplete: files that should have been analysed were not.\n";
  return text;
}

// New before known, severe before slight.
std::vector<OpenFinding> most_telling_first(std::vector<OpenFinding> findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) {
    return std::pair(a.finding->status, -static_cast<int>(a.finding->severity)) <
           std::pair(b.finding->status, -static_cast<int>(b.finding->severity));
  });
  return findings;
}

// Errors and warnings; of a change, what is new, notes too.
std::string in_the_open(const Report& report, const std::vector<OpenFinding>& open) {
  std::string text;
  std::size_t shown = 0;
  for (const auto& [finding, excerpt] : most_telling_first(open)) {
    bool telling = report.change ? finding->status == FindingStatus::kNew
                                 : finding->severity != Severity::kNote;
    if (telling && shown++ < kMostShown) text += finding_line(*finding);
  }
  if (text.empty()) return "";
  return fmt::format("\n### {}\n\n{}", report.change ? "New" : "Most severe", text);
}

std::string next_steps(const Health& health) {
  std::string text;
  for (const auto& step : health.next)
    text += fmt::format("- +{:.1f} {} {}\n", step.gain,
                        markdown_code(fmt::format("{}:{}", display(step.path), step.line)),
                        markdown_text(step.text));
  return text.empty() ? "" : "\n### Gains most\n\n" + text;
}

std::string fit_section(const Report& report) {
  std::string text, suggestions;
  for (const auto& dimension : report.verdict.fit.dimensions) {
    if (!dimension.present) continue;
    bool decided = dimension.verdict != "undecided";
    text += fmt::format("| {} | {} | {} |\n", markdown_text(dimension.name),
                        markdown_text(dimension.verdict),
                        decided ? fmt::format("{:.0f}", dimension.score) : "");
    for (const auto& suggestion : dimension.suggestions)
      suggestions += fmt::format("- → {}\n", markdown_text(suggestion.text));
  }
  for (const auto& suggestion : report.verdict.fit.suggestions)
    suggestions += fmt::format("- → {}\n", markdown_text(suggestion.text));
  if (text.empty() || !report.options.only.empty()) return "";
  if (!suggestions.empty()) suggestions = "\n" + suggestions;
  return "\n### Stack fit\n\n| kind of work | verdict | score |\n| --- | --- | ---: |\n" + text +
         suggestions;
}

std::string rule_section(std::string_view id, const std::vector<OpenFinding>& findings,
                         const RuleSet& rules, std::size_t most) {
  const Rule* rule = find_rule(rules, id);
  std::string body;
  if (rule != nullptr && !rule->summary.empty()) body += markdown_text(rule->summary) + "\n\n";
  auto sorted = most_telling_first(findings);
  for (std::size_t i = 0; i < sorted.size() && i < most; ++i)
    body += finding_line(*sorted[i].finding);
  if (sorted.size() > most) body += fmt::format("- and {} more\n", grouped(sorted.size() - most));
  return folded(fmt::format("{}: {}", markdown_text(id), counts_of(count_severities(findings))),
                body);
}

std::string fixed_section(const std::vector<Finding>& fixed, std::size_t most) {
  std::string body;
  for (std::size_t i = 0; i < fixed.size() && i < most; ++i)
    body += fmt::format("- {} {} {}\n", markdown_code(fixed[i].path), markdown_text(fixed[i].rule),
                        markdown_text(fixed[i].message));
  if (fixed.size() > most) body += fmt::format("- and {} more\n", grouped(fixed.size() - most));
  return fixed.empty() ? "" : folded(fmt::format("Fixed: {}", grouped(fixed.size())), body);
}

std::string lost_section(const std::vector<Skipped>& skipped, std::size_t most) {
  std::string body;
  std::size_t count = 0;
  for (const auto& file : skipped)
    if (file.incomplete && count++ < most)
      body += fmt::format("- {} {}\n", markdown_code(file.path), markdown_text(file.reason));
  if (count > most) body += fmt::format("- and {} more\n", grouped(count - most));
  return count == 0 ? "" : folded(fmt::format("Not analysed: {}", grouped(count)), body);
}

Sections sections_of(const Report& report, const RuleSet& rules, std::size_t most) {
  auto open = open_findings(report);
  Sections sections = {head(report, open), in_the_open(report, open),
                       fixed_section(report.fixed, most), next_steps(report.verdict.health),
                       fit_section(report)};
  std::map<std::string_view, std::vector<OpenFinding>> by_rule;
  for (const auto& finding : open) by_rule[finding.finding->rule].push_back(finding);
  bool first = true;
  for (const auto& [id, findings] : by_rule) {
    auto title = first ? "\n### Findings by rule\n" : "";
    sections.push_back(title + rule_section(id, findings, rules, most));
    first = false;
  }
  sections.push_back(lost_section(report.project.files.skipped, most));
  std::erase(sections, "");
  return sections;
}

}  // namespace

std::string write_markdown(const Report& report, const RuleSet& rules, const Style&) {
  return join(sections_of(report, rules, std::string::npos), "");
}

std::string write_summary(const Report& report, const RuleSet& rules, const Style& style) {
  auto budget = kMostInSummary - std::min(kMostInSummary, style.bytes_before);
  return join_sections(sections_of(report, rules, 100), budget);
}

std::string write_comment(const Report& report, const RuleSet& rules, const Style&) {
  auto budget = kMostInComment - kMarker.size();
  return std::string(kMarker) + join_sections(sections_of(report, rules, 20), budget);
}

}  // namespace stackfit
