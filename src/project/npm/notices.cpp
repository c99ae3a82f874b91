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

const FileRecord* readme_of(const Workspace& workspace, const std::string& name,
                            const std::vector<FileRecord>& records) {
  auto folder = join_path(workspace.folder, "node_modules/" + name);
  for (const FileRecord& record : records) {
    const auto& manifest = record.facts.manifest;
    bool readme = manifest && manifest->format == "installed-readme" &&
                  folder_of(record.entry.path) == folder;
    if (readme && !manifest->settings.empty()) return &record;
  }
  return nullptr;
}

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

std::vector<Issue> find_noticed(const Workspace& workspace, const JudgedLock* lock,
                                const std::vector<FileRecord>& records) {
  std::vector<Issue> issues;
  for (const Direct& direct : workspace.directs) {
    bool locked = lock != nullptr && direct.package != 0;
    const auto* package = locked ? &lock->facts->packages[direct.package - 1] : nullptr;
    bool told = locked && (lock->verdicts[direct.package - 1].bad() || !package->from_registry);
    if (told) continue;
    if (const auto* readme = readme_of(workspace, direct.declared->name, records))
      issues.push_back(issue_of(direct, package, *readme));
  }
  return issues;
}

}  // namespace stackfit::npm
