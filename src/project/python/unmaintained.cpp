// Nothing in a Python lockfile or manifest says that a project ended, so only what its own page or
// archive says counts (rules/data/pypi-facts.tsv). Ages are not looked at.
#include "project/python/unmaintained.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "facts/python/requirement.h"
#include "project/npm/advice.h"
#include "project/npm/deprecation_text.h"
#include "project/zones.h"
#include "rules/message.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

constexpr std::string_view kRule = "unmaintained-dependency";

struct DeadDistribution {
  std::string_view status, kind;
  std::vector<std::string> replacement;
  std::string_view evidence;
};

const std::map<std::string_view, DeadDistribution>& dead_distributions() {
  static const auto kDead = [] {
    std::map<std::string_view, DeadDistribution> dead;
    for (auto line : split(rule_data("data/pypi-facts.tsv"), '\n')) {
      auto row = split(line, '\t');
      if (line.starts_with("#") || row.size() != 5 || row[0] == "name") continue;
      DeadDistribution one{row[1], row[2], {}, row[4]};
      if (!row[3].empty())
        for (auto name : split(row[3], ',')) one.replacement.emplace_back(trim(name));
      dead.emplace(row[0], std::move(one));
    }
    return dead;
  }();
  return kDead;
}

bool is_python_manifest(const ManifestFacts& manifest) {
  constexpr std::string_view kFormats[] = {"pyproject", "requirements", "setup-cfg",
                                           "setup-py",  "pipfile",      "conda"};
  return std::find(std::begin(kFormats), std::end(kFormats), manifest.format) != std::end(kFormats);
}

std::string advice_for(const DeadDistribution& dead) {
  auto names = npm::name_replacements(dead.replacement);
  return names.empty() ? "replace it; no successor is named" : "replace it with " + names;
}

Finding finding_of(const Rule& rule, const std::string& path, const Declared& declared,
                   const std::string& name, const DeadDistribution& dead) {
  Finding finding;
  finding.rule = rule.id;
  bool runs = declared.scope == DependencyScope::kRuntime;
  bool mild = dead.status == "maintenance-mode" || dead.kind == "native";
  finding.severity = runs && !mild ? Severity::kWarning : Severity::kNote;
  finding.path = path;
  auto line = std::max(declared.line, 1u);
  finding.span = {line, 1, line, 1};
  finding.scope = "<module>";
  finding.confidence = 0.9;
  auto advice = advice_for(dead);
  auto status = dead.status == "maintenance-mode" ? "in maintenance mode" : dead.status;
  finding.message = fill_message(rule.message, {{"package", display(declared.name)},
                                                {"status", std::string(status)},
                                                {"reason", std::string(npm::phrase_of(dead.kind))},
                                                {"advice", advice},
                                                {"below", ""},
                                                {"words", ""}});
  finding.digest = hash_of("pypi\n" + name);
  finding.data = {{"name", name},
                  {"version", declared.range},
                  {"status", std::string(dead.status)},
                  {"kind", std::string(dead.kind)},
                  {"direct", true},
                  {"ecosystem", std::string("pypi")},
                  {"scope", std::string(runs ? "prod" : "dev")},
                  {"action", std::string("replace")},
                  {"advice", advice},
                  {"replacement", dead.replacement},
                  {"evidence", std::vector<std::string>{std::string(dead.evidence)}}};
  return finding;
}

// A distribution counts once for each folder, in its first manifest by path.
struct Counted {
  double flagged = 0, clean = 0;
  std::set<std::pair<std::string, std::string>> seen;
};

void count(const Finding* finding, DependencyScope scope, const RuleSettings& settings,
           Counted& counted) {
  double weight = scope == DependencyScope::kRuntime ? 1 : settings.number("dev_weight", 0);
  double share = finding == nullptr                     ? 0
                 : finding->severity == Severity::kNote ? settings.number("note_weight", 0)
                                                        : finding->confidence;
  counted.flagged += weight * share;
  counted.clean += weight * (1 - share);
}

void add_units(const Counted& counted, ProjectFacts& project) {
  for (RuleUnits& units : project.units) {
    if (units.rule != kRule) continue;
    units.flagged += counted.flagged;
    units.flagged_sure += counted.flagged;
    units.clean += counted.clean;
    units.applicable = units.applicable || !counted.seen.empty();
  }
}

}  // namespace

void survey_dead_distributions(const std::vector<FileRecord>& records, const RuleSet& rules,
                               SuppressionBook& suppressions, npm::AllowBook& allows,
                               ProjectFacts& project) {
  const Rule* rule = find_rule(rules, kRule);
  if (rule == nullptr) return;
  Counted counted;
  for (const FileRecord& record : records) {
    const std::string& path = record.entry.path;
    if (!record.facts.manifest || !is_python_manifest(*record.facts.manifest) ||
        zone_of(path) != Zone::kProduct)
      continue;
    const auto settings = settings_at(rules, *rule, path);
    if (!settings.enabled) continue;
    for (const Declared& declared : record.facts.manifest->dependencies) {
      auto name = normalized_distribution(declared.name);
      if (!counted.seen.emplace(folder_of(path), name).second) continue;
      auto dead = dead_distributions().find(name);
      bool meant = dead != dead_distributions().end() &&
                   (dead->second.kind != "native" || declared.scope != DependencyScope::kOptional);
      if (!meant) {
        count(nullptr, declared.scope, settings, counted);
        continue;
      }
      Finding finding = finding_of(*rule, path, declared, name, dead->second);
      suppressions.apply(finding);
      allows.apply(finding, {name, declared.name, "", {}, dead->second.status == "deprecated"});
      bool open = finding.status != FindingStatus::kSuppressed;
      count(open ? &finding : nullptr, declared.scope, settings, counted);
      project.findings.push_back(std::move(finding));
    }
  }
  add_units(counted, project);
}

}  // namespace stackfit
