#include "support/hostile_report.h"

#include "support/sample_report.h"

namespace stackfit {
namespace {

std::vector<std::string> all_strings() {
  auto strings = hostile_strings();
  for (auto& text : more_hostile_strings()) strings.push_back(std::move(text));
  return strings;
}

Finding hostile_finding(std::size_t number, const std::string& text) {
  constexpr std::string_view kRules[] = {"callback-nesting", "module-name-conflict",
                                         "unmaintained-dependency"};
  Finding finding;
  finding.rule = kRules[number % 3];
  finding.severity = static_cast<Severity>((number / 3) % 3);
  finding.path = text;
  finding.span = {static_cast<std::uint32_t>(number + 1), 3, static_cast<std::uint32_t>(number + 1),
                  9};
  if (number % 5 == 0) finding.span.end_line += 4;
  finding.message = text;
  finding.scope = text;
  finding.fingerprint = "00000000000000" + std::to_string(10 + number);
  finding.related = {{text, 7, text}, {"", 0, text}};
  finding.data = {{"text", text}};
  return finding;
}

}  // namespace

std::vector<std::string> more_hostile_strings() {
  return {"\u00a0::error file=x::owned",
          "x ::warning::wrapped to the start of a line, of which there are many in the text",
          "##VSO[task.complete]x",
          "@octocat @org/team a@b.example",
          "#12 GH-12 octo/repo#3 !4 %5 ~6 $7 &8 ^9",
          "https://evil.example www.evil.example",
          "[link](https://evil.example) ![image](x) [a]: b",
          "\\| pipe behind a backslash \\`code\\`",
          "1. list",
          "</details></summary>",
          "]]>&amp;&#x1b;<!--",
          "%0A::error::x",
          "a;b]c,d:e=f",
          std::string("nul\0inside", 10),
          " ",
          "../../etc/passwd",
          "javascript:alert(1)",
          "=1+1"};
}

Report hostile_report() {
  Report report = sample_report();
  auto strings = all_strings();
  report.project.findings.clear();
  report.fixed.clear();
  report.project.name = report.project.revision = strings[6];
  for (std::size_t i = 0; i < strings.size(); ++i) {
    report.project.findings.push_back(hostile_finding(i, strings[i]));
    report.excerpts.push_back({"abc:1", strings[i], 3, 9, strings[i]});
    report.fixed.push_back(hostile_finding(i, strings[i]));
    report.project.files.skipped.push_back({strings[i], strings[i], true});
    report.verdict.health.next.push_back({"callback-nesting", strings[i], 3, 1.5, strings[i]});
    report.verdict.fit.suggestions.push_back({"S-X", strings[i]});
    report.gate.failed.push_back({strings[i], strings[i], strings[i]});
  }
  for (const auto& text : strings) {
    report.sources.push_back({text, "javascript", "product", 10});
    report.project.technologies.push_back({"x", text, "web", "runtime", {{text, 1, text}}});
    NpmDependency dependency;
    dependency.name = dependency.version = dependency.workspace = text;
    dependency.via = dependency.replacement = {text, text};
    report.project.npm.dependencies.push_back(dependency);
  }
  Finding cycle = hostile_finding(3, strings[2]);
  cycle.data = {{"cycle", strings}, {"cut", strings}, {"kind", strings[4]}};
  report.project.findings.insert(report.project.findings.begin(), cycle);
  report.excerpts.insert(report.excerpts.begin(), Excerpt{});
  Finding suppressed = hostile_finding(1, "suppressed.js");
  suppressed.status = FindingStatus::kSuppressed;
  suppressed.reason = "because @octocat said ##[x]";
  Finding accepted = hostile_finding(2, "accepted.js");
  accepted.status = FindingStatus::kUnchanged;
  accepted.baselined = true;
  report.project.findings.push_back(suppressed);
  report.project.findings.push_back(accepted);
  report.statistics = count_findings(report.project.findings, {});
  return report;
}

}  // namespace stackfit
