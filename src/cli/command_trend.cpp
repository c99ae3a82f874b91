// `trend`: health, asynchronous style and dependencies over the history, and its hotspots.
#include "cli/commands.h"
#include "cli/prepare.h"
#include "cli/progress.h"
#include "cli/trend.h"
#include "facts/facts_cache.h"
#include "rules/excludes.h"

namespace stackfit {
namespace {

constexpr unsigned kUsualStates = 30;

// The page is about what is on disk now, and shows how it got there.
Result<std::string> page_of(const Prepared& prepared, const History& history, TrendReport trend,
                            const Console& console) {
  auto report = make_report(prepared, console);
  if (!report) return report.error();
  for (const auto& file : history.files)
    if (file.commits > 0) trend.changes.emplace(file.path, file.commits);
  return write_trend_html(trend, *report, prepared.rules);
}

}  // namespace

Result<int> run_trend(const Invocation& invocation, Console& console) {
  const auto& format = invocation.options.format;
  bool json = invocation.json || format == "json";
  bool page = !json && format == "html";
  if (!json && !page && format != "text")
    return Error{ErrorKind::kUsage, "\"trend\" prints text, json or html, not \"" + format + "\"",
                 "", ""};
  auto prepared = prepare(invocation);
  if (!prepared) return prepared.error();
  HistoryQuestion question;
  question.states = invocation.commits > 0 ? invocation.commits : kUsualStates;
  question.tags = invocation.tags;
  auto trees = HistoryTrees::open(prepared->options, load_excludes(), question);
  if (!trees) return trees.error();
  Progress progress(console);
  CacheUse cache{prepared->cache, {}};
  GatherOptions how;
  how.jobs = prepared->options.jobs;
  how.cache = cache.folder.empty() ? nullptr : &cache;
  how.progress = [&](std::size_t done, std::size_t all) { progress.update(done, all); };
  auto report = look_back(*trees, prepared->rules, prepared->options, how);
  if (!report) return report.error();
  auto text = json   ? Result<std::string>(write_trend_json(*report))
              : page ? page_of(*prepared, trees->history(), std::move(*report), console)
                     : Result<std::string>(write_trend_text(*report, console.out));
  if (!text) return text.error();
  if (auto printed = print(*text); !printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
