#include "project/npm/questions.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "facts/npm/npm_reading.h"
#include "project/npm/maintenance.h"
#include "project/npm/staleness.h"

namespace stackfit::npm {
namespace {

// Names that are not for a public registry.
struct Private {
  std::set<std::string, std::less<>> names, scopes;

  bool hold(std::string_view name) const {
    return names.count(name) > 0 ||
           (name.starts_with("@") && scopes.count(name.substr(0, name.find('/'))) > 0);
  }
};

Private private_names(const std::vector<FileRecord>& records, const Workspaces& workspaces) {
  Private found;
  for (const FileRecord& record : records) {
    if (!record.facts.manifest) continue;
    const ManifestFacts& manifest = *record.facts.manifest;
    if (manifest.format == "package-json") found.names.insert(manifest.package);
    for (const Setting& setting : manifest.settings)
      if (setting.key == "elsewhere") found.scopes.insert(setting.value);
  }
  for (const Workspace& workspace : workspaces.all)
    if (workspace.lock != nullptr)
      for (const LockedPackage& package : workspace.lock->packages)
        if (package.importer || package.link || !package.from_registry)
          found.names.insert(package.name);
  return found;
}

// Decides what the long document is fetched for. Lives as long as the questions.
struct Judged {
  Workspaces workspaces;
  std::map<const ManifestFacts*, JudgedLock> locks;
};

std::function<bool(const Packument&)> dates_wanted(const std::shared_ptr<Judged>& judged,
                                                   const Workspace& workspace,
                                                   const LockedPackage& package, bool bad) {
  if (bad) return {};
  return [judged, &workspace, &package](const Packument& document) {
    return wear_of({&workspace, &judged->locks.at(workspace.lock), &package, &document}).rot > 0;
  };
}

void ask_directs(const std::shared_ptr<Judged>& judged, const Workspace& workspace,
                 const Private& hidden, std::map<std::string, Question>& questions) {
  for (const Direct& direct : workspace.directs) {
    NpmSpec spec = parse_npm_spec(direct.declared->range);
    bool alias = spec.kind == NpmSpec::Kind::kAlias;
    if (!alias && spec.kind != NpmSpec::Kind::kRegistry) continue;
    std::string name = alias ? spec.name : direct.declared->name;
    if (hidden.hold(name)) continue;
    Question& question = questions[name];
    question.name = name;
    if (workspace.lock == nullptr || direct.package == 0) continue;
    const JudgedLock& lock = judged->locks.at(workspace.lock);
    question.wants_dates =
        dates_wanted(judged, workspace, workspace.lock->packages[direct.package - 1],
                     lock.verdicts[direct.package - 1].bad());
  }
}

void ask_locked(const ManifestFacts& lock, const Private& hidden,
                std::map<std::string, Question>& questions) {
  for (const LockedPackage& package : lock.packages)
    if (!package.name.empty() && !hidden.hold(package.name)) {
      Question& question = questions[package.name];
      question.name = package.name;
    }
}

void add_flagged(const ManifestFacts& lock, std::vector<SeenVersion>& flagged) {
  for (const LockedPackage& package : lock.packages)
    if (!package.deprecated.empty() && package.from_registry)
      flagged.push_back({package.name, package.version, ""});
}

}  // namespace

Questionnaire questionnaire(const std::vector<FileRecord>& records, const RuleSet& rules,
                            const Options& options) {
  auto judged = std::make_shared<Judged>();
  judged->workspaces = find_workspaces(records);
  const auto& all = judged->workspaces.all;
  JudgeContext context = judge_context(rules, options);
  Questionnaire result;
  for (const Workspace& workspace : all)
    if (workspace.lock != nullptr && judged->locks.count(workspace.lock) == 0) {
      judged->locks.emplace(workspace.lock, judge_lock(*workspace.lock, context));
      add_flagged(*workspace.lock, result.flagged);
    }
  Private hidden = private_names(records, judged->workspaces);
  std::map<std::string, Question> questions;
  for (const Workspace& workspace : all) {
    ask_directs(judged, workspace, hidden, questions);
    if (options.online.scope == OnlineOptions::Scope::kAll && workspace.lock != nullptr)
      ask_locked(*workspace.lock, hidden, questions);
  }
  const FactBook& book = fact_book();
  for (auto& [name, question] : questions) {
    if (auto fact = book.facts.find(name); fact != book.facts.end())
      for (const Version& version : fact->second.versions) {
        result.flagged.push_back({name, to_string(version), ""});
        if (fact->second.versions.size() == 1)
          result.sightings.push_back({name, to_string(version), std::string(fact->second.since)});
      }
    if (auto seen = book.sightings.find(name); seen != book.sightings.end())
      result.sightings.push_back(
          {name, std::string(seen->second.first), std::string(seen->second.second)});
    result.questions.push_back(std::move(question));
  }
  return result;
}

}  // namespace stackfit::npm
