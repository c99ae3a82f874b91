// `deps`: the packages of a project by themselves, npm's and Python's. Only manifests and lockfiles
// are read, so it answers at once.
#include <algorithm>
#include <set>

#include "cli/commands.h"
#include "cli/installed.h"
#include "cli/online.h"
#include "cli/prepare.h"
#include "core/nearest.h"
#include "core/text.h"
#include "facts/facts_cache.h"
#include "facts/infra/readers.h"
#include "facts/python/locks.h"
#include "project/npm/maintenance.h"
#include "project/survey.h"
#include "report/dependencies.h"
#include "rules/excludes.h"

namespace stackfit {
namespace {

constexpr std::string_view kNames[] = {"package.json",
                                       "package-lock.json",
                                       "npm-shrinkwrap.json",
                                       ".package-lock.json",
                                       "yarn.lock",
                                       "pnpm-lock.yaml",
                                       "bun.lock",
                                       "bun.lockb",
                                       "pnpm-workspace.yaml",
                                       ".npmrc",
                                       ".yarnrc.yml",
                                       "setup.cfg"};

// Python's, some of which are known by more than their name.
constexpr bool (*kPythonFiles[])(std::string_view) = {
    is_pyproject,   is_requirements, is_setup_py, is_pipfile,     is_conda_environment,
    is_poetry_lock, is_uv_lock,      is_pdm_lock, is_pipfile_lock};

bool is_manifest(std::string_view path) {
  return std::find(std::begin(kNames), std::end(kNames), base_name(path)) != std::end(kNames) ||
         std::any_of(std::begin(kPythonFiles), std::end(kPythonFiles),
                     [&](auto accepts) { return accepts(path); });
}

void keep_manifests(Listing& listing) {
  std::erase_if(listing.entries, [](const Entry& entry) { return !is_manifest(entry.path); });
}

// Manifests that the listing itself left out: fixtures, generated and ignored files.
void add_left_out(const Listing& listing, npm::Overview& overview) {
  for (const Skipped& file : listing.skipped)
    if (is_manifest(file.path)) overview.left_out.push_back(file);
  std::sort(overview.left_out.begin(), overview.left_out.end(),
            [](const Skipped& a, const Skipped& b) { return a.path < b.path; });
}

// A report on dependencies cuts no list.
void show_all(RuleSet& rules) {
  constexpr double kAll = 1e9;
  for (Rule& rule : rules.rules)
    if (rule.threshold.count("transitive_shown") > 0) rule.threshold["transitive_shown"] = kAll;
}

Error unknown_package(const std::string& name, const std::vector<FileRecord>& records) {
  std::set<std::string> names;
  for (const FileRecord& record : records) {
    if (!record.facts.manifest) continue;
    for (const auto& package : record.facts.manifest->packages) names.insert(package.name);
    for (const auto& declared : record.facts.manifest->dependencies) names.insert(declared.name);
  }
  auto hint = did_you_mean(name, {names.begin(), names.end()});
  return {ErrorKind::kInput, "nothing here asks for \"" + name + "\"", "",
          hint.empty() ? "stackfit deps --verbose lists what is asked for" : hint};
}

}  // namespace

Result<int> run_deps(const Invocation& invocation, Console& console) {
  const auto& format = invocation.options.format;
  bool json = invocation.json || format == "json";
  if (!json && format != "text")
    return Error{ErrorKind::kUsage, "\"deps\" prints text or json, not \"" + format + "\"", "", ""};
  auto prepared = prepare(invocation);
  if (!prepared) return prepared.error();
  const Options& options = prepared->options;
  RuleSet& rules = prepared->rules;
  show_all(rules);
  auto tree = open_tree(options, load_excludes());
  if (!tree) return tree.error();
  auto listing = (*tree)->list();
  if (!listing) return listing.error();
  keep_manifests(*listing);
  AnalysisContext context;
  context.rules = &rules;
  context.limits = options.limits;
  context.default_excludes = options.default_excludes;
  GatherOptions how;
  how.jobs = options.jobs;
  CacheUse cache{prepared->cache, {}};
  if (!cache.folder.empty()) how.cache = &cache;
  auto records = gather_facts(**tree, listing->entries, context, how);
  add_installed(**tree, context, how, records);
  auto answers = ask_online(records, rules, options, prepared->cache, console.show_progress);
  if (!answers) return answers.error();
  auto project = survey(*listing, records, rules, options, *answers ? &**answers : nullptr);
  auto judging = npm::judge_context(rules, options);
  judging.answers = *answers ? &**answers : nullptr;
  DependencyReport report{
      npm::make_overview(records, project, judging), project.npm, invocation.why, {}};
  add_left_out(*listing, report.overview);
  if (!report.why.empty()) {
    report.ways = npm::ways_to(records, report.why);
    if (report.ways.empty()) return unknown_package(report.why, records);
  }
  auto printed =
      print(json ? write_dependencies_json(report) : write_dependencies_text(report, console.out));
  if (!printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
