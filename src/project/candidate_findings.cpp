// The one survey of all rules that judge a single file: queries and file analyses. A rule is a
// page; what is special about it stands there, and nothing here knows a rule by its name.
#include "project/candidate_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "core/text.h"
#include "facts/rules/query_rules.h"
#include "project/fit/names.h"
#include "project/units.h"
#include "project/zones.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

// How often a rule could have been broken in one file.
struct UnitCount {
  std::string_view name;
  double (*in)(const SourceFacts& source);
};
constexpr UnitCount kUnitCounts[] = {
    {"functions", [](const SourceFacts& s) { return double(s.metrics.functions); }},
    {"files", [](const SourceFacts&) { return 1.0; }},
    {"lines", [](const SourceFacts& s) { return double(s.metrics.code_lines); }},
    {"handlers", [](const SourceFacts& s) { return double(s.units.handlers); }},
    {"handlers-and-async",
     [](const SourceFacts& s) { return double(s.units.handlers) + double(s.units.async); }},
    {"asynchronous", [](const SourceFacts& s) { return double(s.async_sites.functions); }},
    {"callbacks", [](const SourceFacts& s) { return double(s.async_sites.callback); }},
    {"promises",
     [](const SourceFacts& s) { return double(s.async_sites.then) + double(s.async_sites.await); }},
};

const UnitCount& units_named(const std::string& name) {
  auto row = std::find_if(std::begin(kUnitCounts), std::end(kUnitCounts),
                          [&](const UnitCount& count) { return count.name == name; });
  return row == std::end(kUnitCounts) ? kUnitCounts[0] : *row;
}

bool speaks_of(const Rule& rule, const SourceFacts& source) {
  return std::find(rule.languages.begin(), rule.languages.end(), source.language) !=
         rule.languages.end();
}

Elsewhere policy_for(const Rule& rule, Zone zone, const FileRecord& record) {
  switch (zone) {
    case Zone::kTest:
      return rule.zones.test;
    case Zone::kExample:
      return rule.zones.example;
    case Zone::kDocs:
      return rule.zones.docs;
    case Zone::kVendored:
    case Zone::kGenerated:
    case Zone::kProduct:
      break;
  }
  const auto& path = record.entry.path;
  if (is_tooling_path(path) || is_command_path(path)) return rule.zones.tooling;
  return record.facts.source->in_browser ? rule.zones.browser : Elsewhere::kSame;
}

std::optional<Severity> severity_of(Severity severity, Elsewhere policy) {
  if (policy == Elsewhere::kSame) return severity;
  if (policy == Elsewhere::kOff || severity == Severity::kNote) return std::nullopt;
  return static_cast<Severity>(static_cast<int>(severity) - 1);
}

// `render()`, `a handler`, `app.get`.
std::string step_name(const CallStep& step) {
  if (step.name.empty()) return "a handler";
  return step.registers ? step.name : step.name + "()";
}

// Who waits for the function a finding stands in, as words and places.
void add_way(const std::vector<CallStep>& way, CandidateFinding& finding) {
  std::string through;
  for (std::size_t i = 1; i + 1 < way.size(); ++i)
    through += (i == 1 ? " through " : ", ") + step_name(way[i]);
  finding.message += fmt::format("; {} at {}:{} calls it{}", display(step_name(way.front())),
                                 display(way.front().path), way.front().line, display(through));
  for (const auto& step : way) finding.related.push_back({step.path, step.line, step_name(step)});
}

// A program for the command line that serves nobody: what it waits for keeps only itself.
bool is_command_line_program(const std::vector<FileRecord>& records, const CallGraph& calls) {
  if (calls.serves()) return false;
  return std::any_of(records.begin(), records.end(), [](const FileRecord& record) {
    if (!record.facts.manifest || zone_of(record.entry.path) != Zone::kProduct) return false;
    const auto& settings = record.facts.manifest->settings;
    return record.facts.manifest->format == "package-json" &&
           std::any_of(settings.begin(), settings.end(), [](const Setting& s) {
             return s.key == "bin" || s.key.starts_with("bin.");
           });
  });
}

class Surveyor {
 public:
  Surveyor(const CallGraph& calls, const RuleSet& rules, const Options& options,
           SuppressionBook& suppressions, ProjectFacts& project)
      : calls_(calls),
        rules_(rules),
        options_(options),
        suppressions_(suppressions),
        project_(project) {}

  void run(const std::vector<FileRecord>& records) {
    command_line_ = is_command_line_program(records, calls_);
    for (const auto& record : records) {
      if (!record.lost.empty() || !record.facts.source) continue;
      Zone zone = zone_of(record.entry.path);
      bool foreign = zone == Zone::kVendored || zone == Zone::kGenerated;
      if (options_.default_excludes && foreign) continue;
      add_findings(record, zone);
      if (zone == Zone::kProduct) add_units(record);
    }
    finish();
  }

 private:
  // False when the finding is none, because nobody waits for its function.
  bool weigh_reach(const FileRecord& record, const Rule& rule, CandidateFinding& finding) const {
    if (finding.reach == ReachPolicy::kNone) return true;
    bool python = record.facts.source->language == "python";
    const auto& path = record.entry.path;
    auto line = finding.span.line;
    auto way = calls_.way_to(path, line, python ? Waiting::kCoroutine : Waiting::kHandler);
    if (way.size() >= 2) {
      finding.severity = rule.severity;
      add_way(way, finding);
      return true;
    }
    // What waits itself is another pattern's business.
    if (finding.reach == ReachPolicy::kOnly) return false;
    return python || !(command_line_ || calls_.sets_up(path, line));
  }

  void add_findings(const FileRecord& record, Zone zone) {
    for (CandidateFinding candidate : record.facts.source->findings) {
      const Rule* rule = find_rule(rules_, candidate.rule);
      if (!rule || !settings_at(rules_, *rule, record.entry.path).enabled) continue;
      if (!weigh_reach(record, *rule, candidate)) continue;
      auto policy = policy_for(*rule, zone, record);
      auto severity = severity_of(candidate.severity, policy);
      if (!severity) continue;
      Finding finding;
      finding.rule = candidate.rule;
      finding.severity = *severity;
      finding.path = record.entry.path;
      finding.span = candidate.span;
      finding.message = candidate.message;
      finding.confidence = candidate.confidence;
      finding.scope = candidate.scope;
      finding.digest = candidate.digest;
      finding.related = candidate.related;
      suppressions_.apply(finding);
      if (zone == Zone::kProduct) flagged_[rule->id].push_back(finding);
      project_.findings.push_back(std::move(finding));
    }
  }

  void add_units(const FileRecord& record) {
    for (const Rule& rule : rules_.rules)
      if (rule.health && judges_files(rule) && speaks_of(rule, *record.facts.source) &&
          settings_at(rules_, rule, record.entry.path).enabled)
        units_[rule.id] += units_named(rule.health->units).in(*record.facts.source);
  }

  // Units that were looked at and are in order: all but those a finding stands in.
  void finish() {
    for (const Rule& rule : rules_.rules) {
      if (!rule.health || !judges_files(rule)) continue;
      auto units = tally(rule.id, flagged_[rule.id], 0, rules_.scoring);
      std::map<std::string, int> flagged;
      for (const auto& finding : flagged_[rule.id]) ++flagged[unit_of(finding)];
      double all = units_[rule.id];
      units.clean = std::max(0.0, all - static_cast<double>(flagged.size()));
      units.applicable = all > 0 || !flagged.empty();
      project_.units.push_back(std::move(units));
    }
  }

  const CallGraph& calls_;
  const RuleSet& rules_;
  const Options& options_;
  SuppressionBook& suppressions_;
  ProjectFacts& project_;
  bool command_line_ = false;
  std::map<std::string, std::vector<Finding>> flagged_;  // in product code
  std::map<std::string, double> units_;
};

}  // namespace

void survey_candidates(const std::vector<FileRecord>& records, const CallGraph& calls,
                       const RuleSet& rules, const Options& options, SuppressionBook& suppressions,
                       ProjectFacts& project) {
  Surveyor(calls, rules, options, suppressions, project).run(records);
}

std::vector<std::string> unit_count_names() {
  std::vector<std::string> names;
  for (const auto& row : kUnitCounts) names.emplace_back(row.name);
  return names;
}

}  // namespace stackfit
