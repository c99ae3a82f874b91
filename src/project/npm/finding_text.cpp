#include "project/npm/finding_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "project/npm/deprecation_text.h"

namespace stackfit::npm {
namespace {

std::string_view status_words(std::string_view status) {
  if (status == "stale") return "possibly unmaintained";
  return status == "maintenance-mode" ? "in maintenance mode" : status;
}

// `a > b > c`; a long way keeps both ends.
std::string way_text(const std::vector<std::string>& via) {
  constexpr std::size_t kMost = 6;
  std::string text;
  for (std::size_t i = 0; i < via.size(); ++i) {
    if (via.size() > kMost && i == 3) {
      text += " > …";
      i = via.size() - 2;
    }
    if (i > 0) text += " > ";
    text += display(via[i]);
  }
  return text;
}

std::string below_text(const std::vector<std::string>& below) {
  constexpr std::size_t kMost = 3;
  if (below.empty()) return "";
  std::string names;
  for (std::size_t i = 0; i < std::min(kMost, below.size()); ++i)
    names += (i > 0 ? ", " : "") + display(below[i]);
  if (below.size() > kMost) names += fmt::format(" and {} more", below.size() - kMost);
  return fmt::format("; it also brings in {}", names);
}

// `{key}` in the rule's message stands for a value.
std::string fill(std::string text,
                 const std::vector<std::pair<std::string_view, std::string>>& values) {
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    auto match = std::find_if(values.begin(), values.end(), [&](const auto& value) {
      return text.compare(at, value.first.size() + 2, fmt::format("{{{}}}", value.first)) == 0;
    });
    if (match == values.end()) {
      filled += text[at++];
      continue;
    }
    filled += match->second;
    at += match->first.size() + 2;
  }
  return filled;
}

std::string message_of(const Issue& issue, const Rule& rule) {
  std::string package = display(issue.shown);
  if (!issue.version.empty()) package += " " + display(issue.version, 60);
  if (issue.transitive && issue.via.empty())
    package += " (the lockfile does not say who brings it in)";
  else if (issue.transitive)
    package += fmt::format(" (brought in by {})", way_text(issue.via));
  std::string words = issue.verdict.words;
  if (!words.empty()) words = fmt::format("; its author: \"{}\"", words);
  return fill(rule.message,
              {{"package", package},
               {"status", std::string(status_words(issue.verdict.status))},
               {"reason", issue.verdict.reason.empty() ? std::string(phrase_of(issue.verdict.kind))
                                                       : issue.verdict.reason},
               {"advice", issue.advice.text},
               {"words", words},
               {"below", below_text(issue.below)}});
}

std::vector<std::string> evidence_lines(const Issue& issue, const Workspace& workspace) {
  std::vector<std::string> lines;
  auto line = issue.package == nullptr ? 0 : issue.package->line;
  for (const Evidence& proof : evidence_for(issue.verdict, workspace.lock_path, line))
    lines.push_back(proof.line == 0 ? proof.what
                                    : fmt::format("{}:{} {}", proof.path, proof.line, proof.what));
  return lines;
}

std::uint32_t at_least_one(std::uint32_t line) {
  return std::max<std::uint32_t>(line, 1);
}

Finding place(const Workspace& workspace, const Rule& rule, std::uint32_t line) {
  Finding finding;
  finding.rule = rule.id;
  finding.path = workspace.path;
  finding.span = {at_least_one(line), 1, at_least_one(line), 1};
  return finding;
}

}  // namespace

Severity severity_of(const Issue& issue, const Workspace& workspace) {
  const Judgement& verdict = issue.verdict;
  if (issue.transitive || !workspace.product) return Severity::kNote;
  if (verdict.kind == "security" || verdict.kind == "bad-release") return Severity::kError;
  auto scope = issue.direct->declared->scope;
  bool runs = scope == DependencyScope::kRuntime || scope == DependencyScope::kOptional;
  bool dead = !verdict.mild && verdict.package_level && verdict.status != "maintenance-mode" &&
              verdict.status != "stale";
  return runs && dead ? Severity::kWarning : Severity::kNote;
}

Finding make_finding(const Issue& issue, const Workspace& workspace, const Rule& rule) {
  const Declared& declared = *issue.direct->declared;
  Finding finding = place(workspace, rule, declared.line);
  finding.severity = severity_of(issue, workspace);
  finding.message = message_of(issue, rule);
  finding.confidence = issue.verdict.confidence;
  finding.scope = workspace.folder;
  finding.digest = hash_of(declared.name + "\n" + issue.name);
  if (issue.package != nullptr && issue.package->line > 0 && workspace.lock_path != workspace.path)
    finding.related.push_back({workspace.lock_path, issue.package->line, "locked here"});
  finding.data = {{"name", issue.name},
                  {"version", issue.version},
                  {"status", issue.verdict.status},
                  {"kind", issue.verdict.kind},
                  {"direct", !issue.transitive},
                  {"dependency", declared.name},
                  {"via", issue.via},
                  {"below", issue.below},
                  {"scope", std::string(name_of(declared.scope))},
                  {"action", issue.advice.action},
                  {"advice", issue.advice.text},
                  {"replacement", issue.verdict.replacement},
                  {"evidence", evidence_lines(issue, workspace)},
                  {"workspace", workspace.folder}};
  if (workspace.ecosystem != "npm")
    finding.data.emplace_back("ecosystem", std::string(workspace.ecosystem));
  if (!issue.verdict.words.empty()) finding.data.emplace_back("author", issue.verdict.words);
  return finding;
}

Finding make_rest_finding(const std::vector<Issue>& rest, const Workspace& workspace,
                          const Rule& rule) {
  std::vector<std::string> names;
  for (const Issue& issue : rest) names.push_back(issue.name + " " + issue.version);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  Finding finding = place(workspace, rule, 1);
  finding.severity = Severity::kNote;
  finding.confidence = 1;
  finding.scope = workspace.folder;
  std::string shown;
  for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 5); ++i)
    shown += (i > 0 ? ", " : "") + display(names[i]);
  if (names.size() > 5) shown += ", …";
  finding.message = fmt::format("{} more unmaintained packages come with other dependencies: {}",
                                names.size(), shown);
  finding.digest = hash_of("the rest");
  finding.data = {{"direct", false},
                  {"more", static_cast<std::int64_t>(names.size())},
                  {"names", names},
                  {"workspace", workspace.folder}};
  return finding;
}

}  // namespace stackfit::npm
