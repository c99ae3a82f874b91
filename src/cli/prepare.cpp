#include "cli/prepare.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <climits>
#include <cstdlib>

#include "cli/audit.h"
#include "cli/cache_folder.h"
#include "cli/flags.h"
#include "cli/online.h"
#include "cli/output_file.h"
#include "cli/progress.h"
#include "cli/question.h"
#include "cli/rules_for.h"
#include "cli/standard_input.h"
#include "core/text.h"
#include "facts/facts_cache.h"

namespace stackfit {
namespace {

Error usage(std::string message, std::string hint = "") {
  return {ErrorKind::kUsage, std::move(message), "", std::move(hint)};
}

std::string resolved(const std::string& path) {
  char buffer[PATH_MAX];
  return realpath(path.c_str(), buffer) == nullptr ? "" : buffer;
}

// A report must not replace a file that is being analysed.
Result<void> check_not_a_source(const std::string& path, const Options& options) {
  auto target = resolved(path), root = resolved(options.root) + "/";
  if (!target.starts_with(root) || !is_interesting(target.substr(root.size()))) return {};
  return Error{ErrorKind::kUsage, "would replace a file that is being analysed", path,
               "write the report somewhere else"};
}

Result<void> check_file(const std::string& path) {
  struct stat found = {};
  if (path.starts_with("/") || path.starts_with("../"))
    return usage(fmt::format("\"{}\" is not below the current folder", path),
                 "stackfit check takes one folder, or files of the current one");
  if (lstat(path.c_str(), &found) == 0) return {};
  return Error{ErrorKind::kInput, "no such file or folder", path, ""};
}

// What can be refused is refused before the work.
Result<void> check_request(const Options& options) {
  if (!is_format(options.format)) return unknown_format(options.format);
  for (const auto& path : options.files)
    if (auto file = check_file(path); !file) return file.error();
  for (const auto& output : options.outputs) {
    if (auto target = check_target(output.path); !target) return target.error();
    if (auto safe = check_not_a_source(output.path, options); !safe) return safe.error();
  }
  return {};
}

// Parity with another tool's rule is a question about that rule alone.
Result<void> narrow_to_parity(Options& options) {
  constexpr std::string_view kRule = "callback-nesting";
  if (options.parity == Parity::kNative) return {};
  for (const auto& name : options.only)
    if (name != kRule) return usage(fmt::format("--parity reports {} alone", kRule));
  options.only = {std::string(kRule)};
  return {};
}

Result<Report> make_report(const Prepared& prepared, const Console& console, CacheUse& cache,
                           std::optional<Opened> opened) {
  const Options& options = prepared.options;
  const RuleSet& rules = prepared.rules;
  Progress progress(console);
  GatherOptions how;
  how.cache = cache.folder.empty() ? nullptr : &cache;
  how.jobs = options.jobs;
  how.progress = [&](std::size_t done, std::size_t all) { progress.update(done, all); };
  AskFunction ask = [&](const std::vector<FileRecord>& records) {
    progress.clear();
    return ask_online(records, rules, options, cache.folder, console.show_progress);
  };
  if (!opened) {
    auto states = open_states(options, prepared.revision);
    if (!states) return states.error();
    opened = std::move(*states);
  }
  if (opened->pair) return audit_change(*opened->pair, rules, options, how, ask);
  return audit(*opened->tree, rules, options, how, ask, prepared.needs);
}

}  // namespace

Result<Prepared> prepare(const Invocation& invocation) {
  Options options = invocation.options;
  if (auto narrowed = narrow_to_parity(options); !narrowed) return narrowed.error();
  if (!invocation.revision.empty() && (options.change.wanted() || !options.stdin_filename.empty()))
    return usage("--rev looks at one commit: it goes with neither a comparison nor standard input",
                 "compare with a commit: --since REF");
  if (invocation.commits > 0 && !options.stdin_filename.empty())
    return usage("--history looks back from files: standard input has no past");
  if (auto settled = settle_standard_input(invocation, options); !settled) return settled.error();
  if (auto checked = check_request(options); !checked) return checked.error();
  auto rules = rules_for(invocation);
  if (!rules) return rules.error();
  auto needs = source_needs(invocation.command, options, *rules);
  return Prepared{std::move(options),
                  std::move(*rules),
                  invocation.revision,
                  cache_folder(invocation),
                  !invocation.cache.empty(),
                  invocation.verbose,
                  needs};
}

Result<Report> make_report(const Prepared& prepared, const Console& console,
                           std::optional<Opened> opened) {
  CacheUse cache{prepared.cache, {}};
  auto report = make_report(prepared, console, cache, std::move(opened));
  if (!cache.problem.empty() && prepared.cache_wanted) print_note(console, cache.problem);
  if (prepared.verbose && !cache.folder.empty())
    print_note(console,
               fmt::format("cache: {} files known, {} learnt", cache.recalled, cache.remembered));
  return report;
}

}  // namespace stackfit
