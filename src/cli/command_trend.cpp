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

}  // namespace

Result<int> run_trend(const Invocation& invocation, Console& console) {
  const auto& format = invocation.options.format;
  bool json = invocation.json || format == "json";
  if (!json && format != "text")
    return Error{ErrorKind::kUsage, "\"trend\" prints text or json, not \"" + format + "\"", "",
                 ""};
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
  auto text = json ? write_trend_json(*report) : write_trend_text(*report, console.out);
  if (auto printed = print(text); !printed) return printed.error();
  return kClean;
}

}  // namespace stackfit
