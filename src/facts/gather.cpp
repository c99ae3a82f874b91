// The three ways to spread one list of files over a machine do the same work in the same batches,
// so that comparing them measures isolation and nothing else.
#include "facts/gather.h"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "facts/facts_cache.h"
#include "facts/rules/query_rules.h"
#include "facts/worker.h"
#include "facts/worker_plan.h"
#include "tree/blob_id.h"

namespace stackfit {
namespace {

// Keeps a listener informed without drowning it.
class Progress {
 public:
  Progress(const GatherOptions& options, std::size_t all) : tell_(options.progress), all_(all) {}
  void tick(std::size_t done) {
    auto now = std::chrono::steady_clock::now();
    if (!tell_ || now - told_ < std::chrono::milliseconds(100)) return;
    told_ = now;
    tell_(done, all_);
  }
  void finish() const {
    if (tell_) tell_(all_, all_);
  }

 private:
  const std::function<void(std::size_t, std::size_t)>& tell_;
  std::size_t all_;
  std::chrono::steady_clock::time_point told_ = std::chrono::steady_clock::now();
};

FileFacts analyse_here(const Job& job, std::uint32_t index) {
  const Entry& entry = job.entries[index];
  if (job.options.before_file) job.options.before_file(entry, -1);
  return analyse_entry(job, job.context, entry);
}

void work_in_threads(const Job& job, const std::vector<std::uint32_t>& wanted, unsigned jobs,
                     const Deliver& deliver) {
  WorkPlan plan = plan_work(job.entries, wanted);
  Dispatch dispatch;
  std::mutex delivering;
  auto work = [&](std::uint32_t who) {
    while (auto batch = claim(dispatch, plan, who))
      for (std::uint32_t at = batch->first; at < batch->last; ++at) {
        FileFacts facts = analyse_here(job, plan.order[at]);
        std::lock_guard lock(delivering);
        deliver(plan.order[at], std::move(facts));
      }
  };
  std::vector<std::thread> threads;
  for (std::uint32_t who = 1; who < std::min<std::size_t>(jobs, plan.batches.size()); ++who)
    threads.emplace_back(work, who);
  work(0);
  for (auto& thread : threads) thread.join();
}

}  // namespace

unsigned usable_cores() {
  cpu_set_t cores;
  if (sched_getaffinity(0, sizeof cores, &cores) == 0)
    return static_cast<unsigned>(CPU_COUNT(&cores));
  return std::max(1u, std::thread::hardware_concurrency());
}

FileFacts analyse_entry(const Job& job, const AnalysisContext& context, const Entry& entry) {
  auto bytes = job.tree.read_entry(entry, size_limit(entry.path, context.limits));
  FileFacts facts;
  if (!bytes) {
    if (is_interesting(entry.path)) facts.lost = bytes.error().message;
    return facts;
  }
  facts = analyse_file(context, entry, *bytes);
  if (job.options.cache != nullptr) {
    facts.blob = blob_id(*bytes);
    facts.bytes = bytes->size();
  }
  return facts;
}

std::vector<FileRecord> gather_facts(const Tree& tree, const std::vector<Entry>& entries,
                                     const AnalysisContext& context, const GatherOptions& options) {
  std::vector<FileRecord> records(entries.size());
  std::vector<std::uint32_t> wanted;
  for (std::uint32_t index = 0; index < entries.size(); ++index) {
    records[index].entry = entries[index];
    if (is_worth_reading(entries[index], needs_of(context))) wanted.push_back(index);
  }
  std::size_t done = 0;
  Progress progress(options, wanted.size());
  auto keep = [&](std::uint32_t index, FileFacts facts) {
    records[index].lost = std::exchange(facts.lost, {});
    records[index].facts = std::move(facts);
    progress.tick(++done);
  };
  std::optional<FactsCache> cache;
  if (options.cache != nullptr) {
    cache.emplace(*options.cache, context);
    wanted = cache->recall(tree, entries, wanted, keep);
  }
  Deliver deliver = [&](std::uint32_t index, FileFacts facts) {
    if (cache) cache->remember(index, facts);
    keep(index, std::move(facts));
  };
  Job job{tree, entries, context, options};
  unsigned jobs = options.jobs > 0 ? options.jobs : usable_cores();
  switch (options.isolation) {
    case Isolation::kProcesses:
      work_in_processes(job, wanted, jobs, deliver, [&] { progress.tick(done); });
      break;
    case Isolation::kThreads:
      work_in_threads(job, wanted, jobs, deliver);
      break;
    case Isolation::kInline:
      for (auto index : wanted) deliver(index, analyse_here(job, index));
      break;
  }
  if (cache) cache->flush();
  progress.finish();
  return records;
}

std::vector<FileRecord> gather_changed(const Tree& tree, const std::vector<Entry>& entries,
                                       const std::vector<FileRecord>& known,
                                       const AnalysisContext& context,
                                       const GatherOptions& options) {
  std::map<std::string_view, const FileRecord*> by_path;
  for (const auto& record : known) by_path.emplace(record.entry.path, &record);
  std::vector<FileRecord> records;
  std::vector<Entry> others;
  for (const Entry& entry : entries) {
    auto at = by_path.find(entry.path);
    const FileRecord* same = at == by_path.end() ? nullptr : at->second;
    bool reusable = same != nullptr && !same->entry.changed && !entry.changed &&
                    !entry.blob.empty() && same->entry.blob == entry.blob && same->lost.empty();
    records.push_back(reusable ? FileRecord{entry, same->facts, ""} : FileRecord{entry, {}, ""});
    if (!reusable) others.push_back(entry);
  }
  auto gathered = gather_facts(tree, others, context, options);
  auto next = gathered.begin();
  for (auto& record : records)
    if (next != gathered.end() && next->entry.path == record.entry.path)
      record = std::move(*next++);
  return records;
}

}  // namespace stackfit
