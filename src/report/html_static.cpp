// The HTML report for those who read without script: the same, in the order of the page.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "report/html_rows.h"
#include "report/layout.h"
#include "report/open_findings.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostFindings = 500, kMostPackages = 200, kMostEvidence = 5;

std::string left_out(std::size_t all, std::size_t shown) {
  if (all <= shown) return "";
  return fmt::format("<p>And {} more, in every other format of the report.</p>\n",
                     grouped(all - shown));
}

std::string head(const Report& report) {
  const auto& [health, fit, what_if] = report.verdict;
  auto name = report.project.name.empty() ? "this folder" : report.project.name;
  auto text = fmt::format("<h1>{}</h1>\n", html_text(name));
  if (report.options.only.empty())
    text += fmt::format(
        "<p>Health: <strong>{} {:.1f}</strong> of 100, between {:.1f} and {:.1f}. Stack "
        "fit: <strong>{}</strong>{}.</p>\n",
        html_text(health.grade), health.score, health.score_low, health.score_high,
        html_text(fit.verdict),
        fit.verdict == "undecided" ? "" : fmt::format(" {:.0f} of 100", fit.score));
  for (const auto& failure : report.gate.failed)
    text += fmt::format("<p><strong>Gate failed:</strong> {}: {}, the limit is {}.</p>\n",
                        html_text(failure.condition), html_text(failure.value),
                        html_text(failure.limit));
  if (!report.complete)
    text += "<p>The report is incomplete: files that should have been analysed were not.</p>\n";
  return text;
}

std::string health_part(const Health& health) {
  std::string steps, rows;
  for (const auto& step : health.next)
    steps += fmt::format("<li>+{:.1f} <code>{}</code> {}</li>", step.gain,
                         html_text(place(step.path, step.line)), html_text(step.text));
  for (const auto& deduction : health.deductions)
    if (deduction.points >= 0.05)
      rows += fmt::format(
          "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>−{:.1f}</td></tr>",
          html_text(deduction.rule), html_text(deduction.category),
          flagged_of(deduction.flagged, deduction.flagged + deduction.clean), deduction.points);
  if (!steps.empty()) steps = "<h2>Start here</h2>\n<ol>" + steps + "</ol>\n";
  return steps + plain_table("What moves the grade",
                             "<th>Rule</th><th>Category</th><th>Flagged</th><th>Points</th>", rows);
}

std::string evidence_of(const DimensionVerdict& dimension) {
  std::vector<std::string> places;
  for (const auto& evidence : dimension.evidence)
    if (places.size() < kMostEvidence)
      places.push_back(fmt::format("<code>{}</code> {}",
                                   html_text(place(evidence.path, evidence.line)),
                                   html_text(evidence.what)));
  return join(places, "<br>");
}

std::string fit_part(const Fit& fit) {
  std::string rows, advice;
  for (const auto& dimension : fit.dimensions) {
    if (!dimension.present) continue;
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{:.0f}</td><td>{:.0f}</td><td>{}</td>"
        "<td>{}</td></tr>",
        html_text(dimension.name), html_text(dimension.verdict), dimension.today.score,
        dimension.article.score, html_text(dimension.confidence), evidence_of(dimension));
    for (const auto& suggestion : dimension.suggestions)
      advice += fmt::format("<li>{}</li>", html_text(suggestion.text));
  }
  for (const auto& suggestion : fit.suggestions)
    advice += fmt::format("<li>{}</li>", html_text(suggestion.text));
  if (!advice.empty()) advice = "<ul>" + advice + "</ul>\n";
  return plain_table(
             "How the stack suits the work",
             "<th>Kind of work</th><th>Verdict</th><th>Today</th><th>By the article of 2020</th>"
             "<th>Confidence</th><th>Evidence</th>",
             rows) +
         advice;
}

std::string async_part(const AsyncStyle& async) {
  if (async.sites == 0) return "";
  return fmt::format(
      "<h2>How asynchronous code is written</h2>\n<p>{}: await {:.0f}%, then {:.0f}%, callbacks "
      "{:.0f}%. Deepest "
      "callback: {}.</p>\n",
      counted(async.sites, "asynchronous site"), async.await * 100, async.then * 100,
      async.callback * 100, async.deepest);
}

std::string packages_part(const NpmReport& npm) {
  std::string rows;
  const auto packages = all_packages(npm);
  std::size_t shown = std::min(packages.size(), kMostPackages);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& dependency = packages[i];
    rows += fmt::format("<tr><th scope=\"row\">{} {}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
                        html_text(dependency.name), html_text(dependency.version),
                        html_text(dependency.status), html_text(join(dependency.via, " › ")),
                        html_text(what_to_do(dependency.action)));
  }
  return plain_table("Unmaintained packages",
                     "<th>Package</th><th>Status</th><th>Brought in by</th><th>To do</th>", rows) +
         left_out(packages.size(), shown);
}

std::string cycles_part(const std::vector<Finding>& findings) {
  std::string items;
  for (const auto& cycle : cycle_rows(findings))
    items +=
        "<li>" + html_text(join(cycle["way"].get<std::vector<std::string>>(), " → ")) + "</li>\n";
  return items.empty() ? "" : "<h2>Import cycles</h2>\n<ul>\n" + items + "</ul>\n";
}

std::string findings_part(const Report& report) {
  auto open = open_findings(report);
  std::stable_sort(open.begin(), open.end(), [](const auto& a, const auto& b) {
    return a.finding->severity > b.finding->severity;
  });
  std::string items;
  std::size_t shown = std::min(open.size(), kMostFindings);
  for (std::size_t i = 0; i < shown; ++i) {
    const Finding& finding = *open[i].finding;
    items +=
        fmt::format("<li><strong>{}</strong> <code>{}</code> {} <em>{}</em></li>\n",
                    name_of(finding.severity), html_text(place(finding.path, finding.span.line)),
                    html_text(finding.message), html_text(finding.rule));
  }
  if (items.empty()) return "<h2>Findings</h2>\n<p>None.</p>\n";
  return fmt::format("<h2>Findings: {}</h2>\n<ul>\n{}</ul>\n", grouped(open.size()), items) +
         left_out(open.size(), shown);
}

}  // namespace

std::string plain_table(std::string_view title, std::string_view heads, const std::string& rows) {
  if (rows.empty()) return "";
  return fmt::format("<h2>{}</h2>\n<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>\n",
                     title, heads, rows);
}

std::string static_page(const Report& report) {
  return "<main class=\"plain\">\n" + head(report) +
         (report.options.only.empty()
              ? health_part(report.verdict.health) + fit_part(report.verdict.fit)
              : "") +
         async_part(report.project.async_style) + packages_part(report.project.npm) +
         cycles_part(report.project.findings) +
         (report.history ? static_history(*report.history) : "") + findings_part(report) +
         "</main>";
}

}  // namespace stackfit
