// From chains to findings. A file knows how deep its callbacks nest; only the project knows whether
// the file is a test, whether the code may use `await`, and how common nesting is.
//
// The unit of the health score is a function that takes part in asynchronous code: an asynchronous
// callback, a function that awaits, chains promises, or takes and passes on a continuation. Flagged
// are the callbacks at the rule's least depth or deeper inside a reported chain, each weighted by
// the chain's confidence: a chain of seven levels weighs five times one of three. Clean are all
// others. Only product code counts; tests are reported and left out of the score.
#include "project/callback_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "project/async_style.h"
#include "project/zones.h"
#include "rules/data_table.h"
#include "rules/message.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

constexpr std::string_view kRule = "callback-nesting";
constexpr double kSure = 0.8;
constexpr std::size_t kMostShownLinks = 8, kShownAtStart = 4, kShownAtEnd = 3;
constexpr int kFirstNodeWithAwait = 8;

struct Advice {
  std::string text, plain;
};

const std::map<std::string, Advice>& advice() {
  static const std::map<std::string, Advice> kAdvice = [] {
    std::map<std::string, Advice> all;
    for (const auto& row : data_rows("data/callback-remedies.toml", "remedy"))
      all[row.text("id")] = {row.text("text"), row.text("plain")};
    return all;
  }();
  return kAdvice;
}

// The least major version a range of `engines` allows; a range without a number allows all.
int least_major(std::string_view range) {
  int least = INT32_MAX;
  std::size_t at = 0;
  while (at < range.size()) {
    auto digit = range.find_first_of("0123456789", at);
    if (digit == std::string_view::npos) break;
    int major = 0;
    for (; digit < range.size() && range[digit] >= '0' && range[digit] <= '9' && major < 1000;
         ++digit)
      major = major * 10 + (range[digit] - '0');
    least = std::min(least, major);
    auto next = range.find("||", digit);
    if (next == std::string_view::npos) break;
    at = next + 2;
  }
  return least;
}

// async/await is advice only where the project has it or supports no Node without it.
bool may_await(const std::vector<FileRecord>& records) {
  bool old_node = false;
  for (const auto& record : records) {
    if (record.facts.source && record.facts.source->async_sites.await > 0 &&
        record.facts.source->language != "python")
      return true;
    if (!record.facts.manifest) continue;
    for (const auto& setting : record.facts.manifest->settings)
      if (setting.key == "engines.node" && least_major(setting.value) < kFirstNodeWithAwait)
        old_node = true;
  }
  return !old_node;
}

std::string link_text(const CallbackLink& link) {
  auto text = fmt::format("{}:{}", link.label, link.line);
  return link.weight > 0 ? text : "(" + text + ")";
}

std::string chain_text(const CallbackChain& chain) {
  std::string text;
  const auto& links = chain.links;
  bool cut = links.size() > kMostShownLinks;
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (cut && i == kShownAtStart) {
      text += fmt::format(" → … {} more …", links.size() - kShownAtStart - kShownAtEnd);
      i = links.size() - kShownAtEnd;
    }
    if (i > 0) text += " → ";
    text += link_text(links[i]);
  }
  return text;
}

// A function without a name is called by its file: `module.exports = function (req, res) …`.
std::string function_text(const FileRecord& record, const CallbackChain& chain) {
  return chain.function.empty() ? std::string(base_name(record.entry.path)) : chain.function + "()";
}

class Surveyor {
 public:
  Surveyor(const RuleSet& rules, const Rule& rule, const std::vector<FileRecord>& records,
           const Options& options, SuppressionBook& suppressions, ProjectFacts& project)
      : rules_(rules),
        rule_(rule),
        records_(records),
        options_(options),
        suppressions_(suppressions),
        project_(project),
        may_await_(may_await(records)) {
    units_.rule = rule.id;
  }

  void run() {
    for (const auto& record : records_) {
      if (!record.lost.empty() || !record.facts.source) continue;
      here_ = settings_at(rules_, rule_, record.entry.path);
      if (!here_.enabled) continue;
      const auto& source = *record.facts.source;
      Zone zone = zone_of(record.entry.path);
      if (options_.parity != Parity::kNative)
        for (const auto& callback : source.parity) report(record, callback);
      if (foreign(zone)) continue;
      if (options_.parity == Parity::kNative)
        for (const auto& chain : source.chains) report(record, zone, chain);
      if (zone == Zone::kProduct) add_sites(source.async_sites);
    }
    finish();
  }

 private:
  // Code that others wrote, or a program; analysed at all only because somebody asked for it.
  bool foreign(Zone zone) const {
    return options_.default_excludes && (zone == Zone::kVendored || zone == Zone::kGenerated);
  }

  void report(const FileRecord& record, const ParityCallback& callback) {
    if (callback.depth <= options_.parity_max) return;
    Finding finding;
    finding.rule = rule_.id;
    finding.severity = Severity::kWarning;
    finding.path = record.entry.path;
    finding.span = callback.span;
    finding.scope = callback.scope;
    finding.digest = callback.digest;
    finding.message = fmt::format("Too many nested callbacks ({}). Maximum allowed is {}.",
                                  callback.depth, options_.parity_max);
    finding.data = {{"depth", std::int64_t{callback.depth}},
                    {"eslint_column", std::int64_t{callback.utf16_column}}};
    project_.findings.push_back(std::move(finding));
  }

  // Levels that must be added to the rule's limits: tests and event handlers nest by nature.
  static int allowance(Zone zone, const CallbackChain& chain) {
    bool test = zone == Zone::kTest || chain.in_test_structure;
    bool eventful = chain.shape == "event" || chain.shape == "timer";
    return (test ? 1 : 0) + (eventful ? 1 : 0);
  }

  std::optional<Severity> severity_of(const CallbackChain& chain, int steps) const {
    if (chain.crosses_error || chain.known < here_.number("known_links", 2)) return {};
    constexpr Severity kLevels[] = {Severity::kError, Severity::kWarning, Severity::kNote};
    for (auto level : kLevels) {
      double limit = here_.number(std::string(name_of(level)), 1e9);
      if (chain.depth < limit) continue;
      int lowered = static_cast<int>(level) - steps;
      if (lowered < 0) return {};
      return static_cast<Severity>(lowered);
    }
    return {};
  }

  void report(const FileRecord& record, Zone zone, const CallbackChain& chain) {
    auto severity = severity_of(chain, allowance(zone, chain));
    if (!severity) return;
    double confidence = static_cast<double>(chain.known) / chain.depth;
    Finding finding;
    finding.rule = rule_.id;
    finding.severity = *severity;
    finding.path = record.entry.path;
    finding.span = chain.span;
    finding.confidence = confidence;
    finding.scope = chain.scope;
    finding.message = message_of(record, chain);
    finding.digest = chain.digest;
    finding.anchors = {chain.statement_line};
    for (const auto& link : chain.links) {
      finding.related.push_back({"", link.line, link_text(link)});
      finding.anchors.push_back(link.line);
    }
    finding.data = data_of(chain, confidence);
    if (zone == Zone::kProduct) count(chain, confidence, suppressions_.apply(finding));
    project_.findings.push_back(std::move(finding));
  }

  std::uint64_t further_leaves(const CallbackChain& chain) const {
    return static_cast<std::uint64_t>(
        std::count_if(chain.leaves.begin(), chain.leaves.end(),
                      [&](std::uint32_t depth) { return depth >= here_.number("note", 1e9); }));
  }

  std::string message_of(const FileRecord& record, const CallbackChain& chain) const {
    auto text = fill_message(rule_.message, {{"depth", std::to_string(chain.depth)},
                                             {"function", function_text(record, chain)},
                                             {"chain", chain_text(chain)}});
    if (auto further = further_leaves(chain); further > 0)
      text +=
          fmt::format("; {} more callback{} of this chain nest{} {:g} deep or deeper", further,
                      further == 1 ? "" : "s", further == 1 ? "s" : "", here_.number("note", 0));
    return text;
  }

  FindingData data_of(const CallbackChain& chain, double confidence) const {
    std::vector<std::string> links;
    for (const auto& link : chain.links) links.push_back(link_text(link));
    FindingData data = {{"depth", std::int64_t{chain.depth}},
                        {"raw", std::int64_t{chain.raw}},
                        {"shape", chain.shape},
                        {"remedy", chain.remedy},
                        {"chain", links},
                        {"further", static_cast<std::int64_t>(further_leaves(chain))},
                        {"confidence", confidence}};
    auto row = advice().find(chain.remedy);
    if (row != advice().end())
      data.emplace_back("advice", may_await_ ? row->second.text : row->second.plain);
    return data;
  }

  // A suppressed chain is neither flagged nor clean.
  void count(const CallbackChain& chain, double confidence, bool suppressed) {
    auto least = static_cast<std::size_t>(std::max(1.0, here_.number("note", 1e9)));
    double deep = 0;
    for (std::size_t level = least; level <= chain.callbacks.size(); ++level)
      deep += chain.callbacks[level - 1];
    flagged_callbacks_ += deep;
    if (suppressed) return;
    units_.flagged += confidence * deep;
    if (confidence >= kSure) units_.flagged_sure += confidence * deep;
  }

  void add_sites(const AsyncSites& sites) {
    callback_ += sites.callback;
    then_ += sites.then;
    await_ += sites.await;
    project_.async_style.functions += sites.functions;
    project_.async_style.mixed += sites.mixed;
    project_.async_style.deepest = std::max(project_.async_style.deepest, sites.deepest);
    for (std::size_t i = 0; i < sites.depths.size(); ++i)
      project_.async_style.depth_histogram[i] += sites.depths[i];
  }

  void finish() {
    auto& style = project_.async_style;
    style.sites = callback_ + then_ + await_;
    auto project_wide = settings_at(rules_, rule_, "");
    if (static_cast<double>(style.sites) >= project_wide.number("profile_sites", 1)) {
      auto all = static_cast<double>(style.sites);
      style.callback = static_cast<double>(callback_) / all;
      style.then = static_cast<double>(then_) / all;
      style.await = static_cast<double>(await_) / all;
    }
    describe_depths(style, project_wide);
    units_.clean = std::max(0.0, static_cast<double>(style.functions) - flagged_callbacks_);
    units_.applicable = style.functions > 0;
    project_.units.push_back(units_);
  }

  const RuleSet& rules_;
  const Rule& rule_;
  RuleSettings here_;  // of the file looked at
  const std::vector<FileRecord>& records_;
  const Options& options_;
  SuppressionBook& suppressions_;
  ProjectFacts& project_;
  const bool may_await_;
  RuleUnits units_;
  std::uint64_t callback_ = 0, then_ = 0, await_ = 0;
  double flagged_callbacks_ = 0;
};

}  // namespace

void survey_callbacks(const std::vector<FileRecord>& records, const RuleSet& rules,
                      const Options& options, SuppressionBook& suppressions,
                      ProjectFacts& project) {
  if (const Rule* rule = find_rule(rules, kRule))
    Surveyor(rules, *rule, records, options, suppressions, project).run();
}

}  // namespace stackfit
