#include "cli/audit.h"

#include <algorithm>
#include <future>

#include "cli/baseline_file.h"
#include "cli/gate.h"
#include "cli/outputs.h"
#include "core/text.h"
#include "facts/rules/query_rules.h"
#include "project/survey.h"
#include "project/zones.h"
#include "report/json.h"
#include "rules/overrides.h"
#include "tree/added_lines.h"

namespace stackfit {
namespace {

constexpr std::uint64_t kMaxBaseline = 64 << 20;

bool holds(const std::vector<Entry>& entries, std::string_view path) {
  return std::any_of(entries.begin(), entries.end(),
                     [&](const Entry& entry) { return entry.path == path; });
}

// The accepted findings: of the file that was asked for, or of the one in the root if there is one.
// It is read through the tree, so that a commit is judged by the baseline it brings.
Result<std::optional<std::vector<BaselineEntry>>> read_baseline(const Tree& tree,
                                                                const Listing& listing,
                                                                const Options& options) {
  using Maybe = std::optional<std::vector<BaselineEntry>>;
  if (!options.use_baseline) return Maybe();
  bool asked = !options.baseline.empty();
  auto path = asked ? options.baseline : std::string(kBaselineName);
  auto text = tree.read(path, kMaxBaseline);
  if (!text && !asked && !holds(listing.entries, path)) return Maybe();
  if (!text)
    return Error{ErrorKind::kInput, "the baseline cannot be read: " + text.error().message, path,
                 asked ? "make it first: stackfit baseline create" : "--no-baseline leaves it out"};
  auto entries = parse_baseline(*text, path);
  if (!entries) return entries.error();
  return Maybe(std::move(*entries));
}

Result<void> use_baseline(const Tree& tree, const Listing& listing, const RuleSet& rules,
                          Report& report) {
  const Options& options = report.options;
  auto entries = read_baseline(tree, listing, options);
  if (!entries) return entries.error();
  if (auto possible = check_gate_options(options, entries->has_value()); !possible)
    return possible.error();
  if (!*entries) return {};
  auto is_one_of = [](const std::vector<std::string>& wanted, const std::string& name) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
  };
  auto asked = [&](const Identity& identity) {
    const Rule* rule = find_rule(rules, identity.rule);
    return (rule == nullptr || settings_at(rules, *rule, identity.path).enabled) &&
           is_one_of(options.only, identity.rule) && is_one_of(options.files, identity.path);
  };
  report.baseline =
      apply_baseline(report.project.findings, **entries, shown_paths(listing.entries), asked);
  report.baseline->path = options.baseline.empty() ? std::string(kBaselineName) : options.baseline;
  return {};
}

void finish(Report& report, const Tree& tree, const RuleSet& rules, const Verdict* base) {
  report.gate = check_gate(report, base);
  const auto& skipped = report.project.files.skipped;
  report.complete = std::none_of(skipped.begin(), skipped.end(),
                                 [](const Skipped& file) { return file.incomplete; });
  report.rules_digest = rules.digest;
  const auto& findings = report.project.findings;
  if (report.options.statistics)
    report.statistics = count_findings(findings, read_codeowners(tree));
  if (needs_source(report.options))
    report.excerpts = read_excerpts(tree, findings, report.options.limits.lockfile_bytes);
  round_figures(report);
}

// Changed files of which something is not known: their findings may be missing.
std::vector<std::string> unanalysed(const FileInventory& files,
                                    const std::vector<std::string>& changed) {
  std::vector<std::string> paths;
  auto add = [&](const Skipped& file) {
    if (std::binary_search(changed.begin(), changed.end(), file.path)) paths.push_back(file.path);
  };
  for (const auto& file : files.partial) add(file);
  for (const auto& file : files.skipped)
    if (file.incomplete) add(file);
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::vector<SourceFile> sources_of(const std::vector<FileRecord>& records) {
  std::vector<SourceFile> sources;
  for (const auto& [entry, facts, lost] : records)
    if (lost.empty() && facts.skipped.empty() && facts.source)
      sources.push_back({entry.path, facts.source->language,
                         std::string(name_of(zone_of(entry.path))),
                         facts.source->metrics.code_lines});
  std::sort(sources.begin(), sources.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return sources;
}

// Everything of one state; `project` when it has been surveyed.
struct State {
  Listing listing;
  std::vector<FileRecord> records;
  ProjectFacts project;
  std::optional<RegistryAnswers> answers;
};

Result<State> read_state(Tree& tree, const RuleSet& rules, const Options& options,
                         const GatherOptions& how, const AskFunction& ask, const State* known,
                         SourceNeeds needs = SourceNeeds::kEverything) {
  auto file_rules = FileRules::prepare(rules, needs);
  if (!file_rules) return file_rules.error();
  auto listing = tree.list();
  if (!listing) return listing.error();
  State state;
  state.listing = std::move(*listing);
  auto context = analysis_context(rules, *file_rules, options);
  const auto& entries = state.listing.entries;
  state.records = known != nullptr ? gather_changed(tree, entries, known->records, context, how)
                                   : gather_facts(tree, entries, context, how);
  if (known != nullptr) {
    state.answers = known->answers;
  } else if (ask) {
    auto answers = ask(state.records);
    if (!answers) return answers.error();
    state.answers = std::move(*answers);
  }
  return state;
}

void survey_state(State& state, const RuleSet& rules, const Options& options) {
  state.project = survey(state.listing, state.records, rules, options,
                         state.answers ? &*state.answers : nullptr);
}

// Both states, side by side where more than one job may run: neither survey needs the other.
void survey_states(State& head, State& base, const RuleSet& rules, const Options& options,
                   unsigned jobs) {
  auto how = jobs == 1 ? std::launch::deferred : std::launch::async;
  auto aside = std::async(how, [&] { survey_state(base, rules, options); });
  survey_state(head, rules, options);
  aside.get();
}

}  // namespace

AnalysisContext analysis_context(const RuleSet& rules, const FileRules& file_rules,
                                 const Options& options) {
  return {&rules,         options.parity,           options.parity_constructors,
          options.limits, options.default_excludes, &file_rules};
}

Result<Report> audit(Tree& tree, const RuleSet& rules, const Options& options,
                     const GatherOptions& how, const AskFunction& ask, SourceNeeds needs) {
  auto state = read_state(tree, rules, options, how, ask, nullptr, needs);
  if (!state) return state.error();
  survey_state(*state, rules, options);
  Report report;
  report.options = options;
  report.project = std::move(state->project);
  report.sources = sources_of(state->records);
  if (needs == SourceNeeds::kEverything)
    report.verdict = judge(report.project, rules, report.options);
  if (auto used = use_baseline(tree, state->listing, rules, report); !used) return used.error();
  finish(report, tree, rules, nullptr);
  return report;
}

Result<Report> audit_change(const TreePair& pair, const RuleSet& rules, const Options& options,
                            const GatherOptions& how, const AskFunction& ask) {
  auto head = read_state(*pair.head, rules, options, how, ask, nullptr);
  if (!head) return head.error();
  auto base = read_state(*pair.base, rules, options, how, {}, &*head);
  if (!base) return base.error();
  survey_states(*head, *base, rules, options, how.jobs);
  std::optional<AddedLines> lines;
  if (options.change.lines) {
    auto added = added_lines(pair, head->listing.entries);
    if (!added) return added.error();
    lines = std::move(*added);
  }
  Report report;
  report.options = options;
  report.verdict = judge(head->project, rules, report.options);
  Options as_it_was = options;
  as_it_was.what_if.clear();
  auto base_verdict = judge(base->project, rules, as_it_was);
  report.project = std::move(head->project);
  report.sources = sources_of(head->records);
  if (auto used = use_baseline(*pair.head, head->listing, rules, report); !used)
    return used.error();
  auto comparison = compare_states(report.project.findings, base->project.findings,
                                   head->listing.entries, lines ? &*lines : nullptr);
  comparison.summary.base = pair.base_revision;
  comparison.summary.staged = options.change.staged;
  comparison.summary.base_score = base_verdict.health.score;
  comparison.summary.unanalysed = unanalysed(report.project.files, comparison.summary.changed);
  report.change = std::move(comparison.summary);
  report.fixed = std::move(comparison.fixed);
  finish(report, *pair.head, rules, &base_verdict);
  return report;
}

}  // namespace stackfit
