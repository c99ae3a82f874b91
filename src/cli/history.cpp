#include "cli/history.h"

#include <algorithm>

#include "cli/progress.h"
#include "cli/trend.h"
#include "facts/facts_cache.h"
#include "report/json.h"
#include "rules/excludes.h"

namespace stackfit {

Result<Past> look_into_past(const Prepared& prepared, const HistoryQuestion& question,
                            const Console& console) {
  auto trees = HistoryTrees::open(prepared.options, load_excludes(), question);
  if (!trees) return trees.error();
  Progress progress(console);
  CacheUse cache{prepared.cache, {}};
  GatherOptions how;
  how.jobs = prepared.options.jobs;
  how.cache = cache.folder.empty() ? nullptr : &cache;
  how.progress = [&](std::size_t done, std::size_t all) { progress.update(done, all); };
  auto trend = look_back(*trees, prepared.rules, prepared.options, how);
  if (!trend) return trend.error();
  return Past{std::move(*trend), trees->history().files};
}

void add_past(Past past, Report& report) {
  report.history = std::move(past.trend);
  for (SourceFile& source : report.sources) {
    auto known = std::lower_bound(
        past.files.begin(), past.files.end(), source.path,
        [](const FileHistory& file, const std::string& path) { return file.path < path; });
    if (known != past.files.end() && known->path == source.path) source.changes = known->commits;
  }
  round_figures(report);
}

void add_history(const Prepared& prepared, unsigned commits, const Console& console,
                 Report& report) {
  HistoryQuestion question;
  question.states = commits;
  if (!prepared.revision.empty()) question.revision = prepared.revision;
  auto past = look_into_past(prepared, question, console);
  if (past) return add_past(std::move(*past), report);
  auto reason = past.error().message;
  print_note(console, "no history: " + reason);
  report.history.emplace();
  report.history->notes.push_back(std::move(reason));
}

}  // namespace stackfit
