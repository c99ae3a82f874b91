// All contents of all states are gathered at once; then the states are surveyed, in ranges side by
// side. From one state to the next the records of unchanged files are moved, not copied.
#include "cli/trend.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <future>
#include <map>

#include "cli/audit.h"
#include "facts/rules/query_rules.h"
#include "project/survey.h"
#include "report/layout.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostEntries = 1'000'000;  // of all states together
constexpr std::size_t kMostHotspots = 50;

// The listings of the states, and each content once.
struct Contents {
  std::vector<Listing> listings;
  std::vector<Entry> entries;
  std::map<std::string, std::size_t> known;  // of entries, by kind and blob
};

std::string key_of(const Entry& entry) {
  return entry.blob + kind_of_path(entry.path);
}

// What stood in the listing before it, at the same place, is known already.
void add_listing(Listing listing, Contents& contents) {
  static const std::vector<Entry> kNone;
  const auto& before = contents.listings.empty() ? kNone : contents.listings.back().entries;
  auto old = before.begin();
  for (const Entry& entry : listing.entries) {
    while (old != before.end() && old->path < entry.path) ++old;
    if (old != before.end() && old->path == entry.path && old->blob == entry.blob) continue;
    if (is_worth_reading(entry) &&
        contents.known.emplace(key_of(entry), contents.entries.size()).second)
      contents.entries.push_back(entry);
  }
  contents.listings.push_back(std::move(listing));
}

// Records of a state from those of the one before, and from what was gathered.
std::vector<FileRecord> records_of(const Listing& listing, std::vector<FileRecord> before,
                                   const Contents& contents,
                                   const std::vector<FileRecord>& gathered) {
  std::vector<FileRecord> records;
  records.reserve(listing.entries.size());
  auto old = before.begin();
  for (const Entry& entry : listing.entries) {
    while (old != before.end() && old->entry.path < entry.path) ++old;
    bool same =
        old != before.end() && old->entry.path == entry.path && old->entry.blob == entry.blob;
    if (same) {
      records.push_back(std::move(*old));
      records.back().entry = entry;
      continue;
    }
    auto at = contents.known.find(key_of(entry));
    if (at == contents.known.end()) {
      records.push_back({entry, {}, ""});
    } else {
      records.push_back(gathered.at(at->second));
      records.back().entry = entry;
    }
  }
  return records;
}

void add_notes(const History& history, std::size_t looked_at, TrendReport& report) {
  if (history.shallow)
    report.notes.emplace_back(
        "this clone is shallow: the history before its first commit is not there (git fetch "
        "--unshallow)");
  if (history.more)
    report.notes.push_back(
        fmt::format("changes are counted over the newest {}", counted(history.commits, "commit")));
  if (looked_at < history.states.size())
    report.notes.push_back(fmt::format("only the newest {} states: together they have {} files",
                                       looked_at, grouped(kMostEntries)));
}

struct Past {
  const History& history;
  const Contents& contents;
  const std::vector<FileRecord>& gathered;
  const RuleSet& rules;
  const Options& options;
};

void survey_range(const Past& past, std::size_t first, std::size_t last, TrendReport& report) {
  std::vector<FileRecord> records;
  for (std::size_t at = first; at < last; ++at) {
    const Listing& listing = past.contents.listings[at];
    records = records_of(listing, std::move(records), past.contents, past.gathered);
    auto project = survey(listing, records, past.rules, past.options);
    report.points[at] =
        trend_point(past.history.states[at], project, judge(project, past.rules, past.options));
    if (at > 0) continue;
    report.name = project.name;
    report.hotspots = find_hotspots(past.history, records, project, kMostHotspots);
  }
}

// In as many ranges of states, side by side, as may run; each fills points of its own.
void survey_past(const Past& past, unsigned jobs, TrendReport& report) {
  const std::size_t states = past.contents.listings.size();
  const std::size_t ranges = std::min<std::size_t>(jobs > 0 ? jobs : usable_cores(), states);
  report.points.resize(states);
  std::vector<std::future<void>> running;
  for (std::size_t i = 0; i < ranges; ++i)
    running.push_back(std::async(std::launch::async, survey_range, past, i * states / ranges,
                                 (i + 1) * states / ranges, std::ref(report)));
  for (auto& range : running) range.get();
}

}  // namespace

Result<TrendReport> look_back(HistoryTrees& trees, const RuleSet& rules, const Options& options,
                              const GatherOptions& how) {
  auto file_rules = FileRules::prepare(rules);
  if (!file_rules) return file_rules.error();
  const History& history = trees.history();
  Contents contents;
  std::unique_ptr<Tree> reader;
  std::size_t entries = 0;
  for (std::size_t at = 0; at < history.states.size() && entries < kMostEntries; ++at) {
    auto tree = trees.next();
    auto listing = tree->list();
    if (!listing) return listing.error();
    entries += listing->entries.size();
    add_listing(std::move(*listing), contents);
    if (!reader) reader = std::move(tree);
  }
  TrendReport report;
  report.commits = history.commits;
  add_notes(history, contents.listings.size(), report);
  if (!reader) return report;
  auto context = analysis_context(rules, *file_rules, options);
  auto gathered = gather_facts(*reader, contents.entries, context, how);
  survey_past({history, contents, gathered, rules, options}, how.jobs, report);
  return report;
}

}  // namespace stackfit
