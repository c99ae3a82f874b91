// The weakest evidence: what the README of an installed package says of itself near its top. A
// person wrote it, but patterns read it; so it never speaks against a flag or a fact, of direct
// dependencies only, and the line is shown.
#include "project/npm/notices.h"

#include <fmt/format.h>

#include "core/text.h"
#include "project/npm/deprecation_text.h"

namespace stackfit::npm {
namespace {

constexpr double kConfidence = 0.6;
constexpr std::string_view kSetting = "notice.";

Issue issue_of(const Direct& direct, const LockedPackage* package, const FileRecord& readme) {
  const Setting& notice = readme.facts.manifest->settings.front();
  Issue issue;
  issue.direct = &direct;
  issue.package = package;
  issue.name = issue.shown = package != nullptr ? package->name : direct.declared->name;
  issue.version = package != nullptr ? package->version : direct.declared->range;
  issue.verdict.status = notice.key.substr(kSetting.size());
  issue.verdict.kind = "project-notice";
  issue.verdict.package_level = issue.verdict.mild = true;
  issue.verdict.confidence = kConfidence;
  issue.verdict.reason =
      fmt::format("its README says so, {}:{}", display(readme.entry.path), notice.line);
  issue.verdict.words = author_words(notice.value);
  issue.advice = {"replace", "read the notice; it may name a successor"};
  return issue;
}

}  // namespace

InstalledReadmes installed_readmes(const std::vector<FileRecord>& records) {
  InstalledReadmes readmes;
  for (const FileRecord& record : records) {
    const auto& manifest = record.facts.manifest;
    if (manifest && manifest->format == "installed-readme" && !manifest->settings.empty())
      readmes.emplace(folder_of(record.entry.path), &record);
  }
  return readmes;
}

std::vector<Issue> find_noticed(const Workspace& workspace, const JudgedLock* lock,
                                const InstalledReadmes& readmes) {
  std::vector<Issue> issues;
  if (readmes.empty()) return issues;
  for (const Direct& direct : workspace.directs) {
    bool locked = lock != nullptr && direct.package != 0;
    const auto* package = locked ? &lock->facts->packages[direct.package - 1] : nullptr;
    bool told = locked && (lock->verdicts[direct.package - 1].bad() || !package->from_registry);
    if (told) continue;
    auto folder = join_path(workspace.folder, "node_modules/" + direct.declared->name);
    if (auto readme = readmes.find(folder); readme != readmes.end())
      issues.push_back(issue_of(direct, package, *readme->second));
  }
  return issues;
}

}  // namespace stackfit::npm
