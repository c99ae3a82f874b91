#include "project/survey.h"

#include <algorithm>

#include "project/callback_findings.h"
#include "project/fit/survey_fit.h"
#include "project/npm/maintenance.h"
#include "project/python/conflicts.h"

namespace stackfit {
namespace {

FileInventory take_inventory(const Listing& listing, const std::vector<FileRecord>& records) {
  FileInventory files;
  files.skipped = listing.skipped;
  for (const FileRecord& record : records) {
    const auto& [entry, facts, lost] = record;
    if (!lost.empty()) {
      files.skipped.push_back({entry.path, lost, true});
    } else if (!facts.skipped.empty()) {
      files.skipped.push_back({entry.path, facts.skipped, false});
    } else if (facts.source || facts.manifest) {
      ++files.analysed;
      if (facts.source) ++files.by_language[facts.source->language];
      if (!facts.partial.empty()) files.partial.push_back({entry.path, facts.partial, false});
    }
  }
  std::sort(files.skipped.begin(), files.skipped.end(),
            [](const Skipped& a, const Skipped& b) { return a.path < b.path; });
  return files;
}

}  // namespace

ProjectFacts survey(const Listing& listing, const std::vector<FileRecord>& records,
                    const RuleSet& rules, const Options& options) {
  ProjectFacts project;
  project.name = listing.name;
  project.revision = listing.revision;
  project.files = take_inventory(listing, records);
  survey_callbacks(records, rules, options, project);
  survey_npm(records, rules, options, project);
  survey_fit(records, project);
  survey_python_conflicts(records, rules, project);
  std::sort(project.findings.begin(), project.findings.end());
  return project;
}

}  // namespace stackfit
