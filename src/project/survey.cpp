#include "project/survey.h"

#include <algorithm>
#include <tuple>

#include "project/callback_findings.h"
#include "project/candidate_findings.h"
#include "project/fingerprint.h"
#include "project/fit/survey_fit.h"
#include "project/graph/called_names.h"
#include "project/import_cycles.h"
#include "project/javascript/module_graph.h"
#include "project/javascript/name_conflicts.h"
#include "project/manifests/manifest_rules.h"
#include "project/module_findings.h"
#include "project/npm/maintenance.h"
#include "project/npm/several_locks.h"
#include "project/npm/sprawl.h"
#include "project/python/conflicts.h"
#include "project/python/load_findings.h"
#include "project/python/unmaintained.h"
#include "project/select.h"
#include "project/suppress.h"

namespace stackfit {
namespace {

// Why a file was not understood, or not wholly; empty when it was.
std::string what_is_missing(const FileFacts& facts) {
  if (!facts.partial.empty() || !facts.manifest || facts.manifest->problem.empty())
    return facts.partial;
  const auto& [problem, line] = std::tie(facts.manifest->problem, facts.manifest->problem_line);
  return "unreadable: " + problem + (line == 0 ? "" : " (line " + std::to_string(line) + ")");
}

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
      auto gap = what_is_missing(facts);
      if (!gap.empty()) files.partial.push_back({entry.path, gap, false});
    }
  }
  std::sort(files.skipped.begin(), files.skipped.end(),
            [](const Skipped& a, const Skipped& b) { return a.path < b.path; });
  return files;
}

// Surveys that count units have applied them already; here are the others.
void apply_suppressions(SuppressionBook& suppressions, ProjectFacts& project) {
  for (Finding& finding : project.findings) suppressions.apply(finding);
  auto complaints = suppressions.complaints(project);
  project.findings.insert(project.findings.end(), std::make_move_iterator(complaints.begin()),
                          std::make_move_iterator(complaints.end()));
}

// Nothing that an allow could be for may have been lost.
void add_complaints(const npm::AllowBook& allows, const RuleSet& rules, const Options& options,
                    ProjectFacts& project) {
  const auto& [skipped, partial] = std::tie(project.files.skipped, project.files.partial);
  bool certain =
      partial.empty() && std::none_of(skipped.begin(), skipped.end(),
                                      [](const Skipped& file) { return file.incomplete; });
  for (Finding& finding : allows.complaints(rules, options, certain))
    project.findings.push_back(std::move(finding));
}

}  // namespace

ProjectFacts survey(const Listing& listing, const std::vector<FileRecord>& records,
                    const RuleSet& rules, const Options& options, const RegistryAnswers* answers) {
  ProjectFacts project;
  project.name = listing.name;
  project.revision = listing.revision;
  project.files = take_inventory(listing, records);
  SuppressionBook suppressions(records, rules, options);
  const ModuleResolver resolver(records);
  const PythonModules modules(records, listing.skipped);
  const CallGraph calls(records, name_resolver(resolver, modules.graph));
  survey_callbacks(records, rules, options, suppressions, project);
  survey_candidates(records, calls, rules, options, suppressions, project);
  npm::AllowBook allows(records, options);
  survey_npm(records, rules, options, suppressions, allows, answers, project);
  survey_dead_distributions(records, rules, options, suppressions, allows, project);
  survey_several_locks(records, rules, suppressions, allows, project);
  survey_manifests(records, rules, options, suppressions, project);
  survey_fit(records, calls, project);
  survey_python_conflicts(records, listing.skipped, rules, suppressions, project);
  survey_node_conflicts(records, resolver, rules, suppressions, project);
  survey_sprawl(records, resolver, rules, suppressions, allows, project);
  const auto scripts = javascript_graph(records, resolver);
  survey_import_cycles(scripts, rules, suppressions, project);
  survey_modules(records, {scripts, modules.graph.graph(false)}, rules, suppressions, project);
  survey_python_loading(modules.graph, rules, suppressions, project);
  apply_suppressions(suppressions, project);
  add_complaints(allows, rules, options, project);
  std::sort(project.findings.begin(), project.findings.end());
  keep_selected(project, rules, options);
  set_fingerprints(project.findings);
  return project;
}

}  // namespace stackfit
