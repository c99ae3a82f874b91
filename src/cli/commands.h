#pragma once
#include <string_view>
#include <vector>

#include "cli/console.h"
#include "cli/invocation.h"
#include "core/result.h"

namespace stackfit {

/// Bits of `Flag::commands`.
inline constexpr unsigned kAuditBit = 1, kCheckBit = 2, kExplainBit = 4, kRulesBit = 8,
                          kSchemaBit = 16, kVersionBit = 32, kBaselineBit = 64, kConfigBit = 128,
                          kInitBit = 256, kParseBit = 512, kDepsBit = 1024, kReportBit = 2048,
                          kCompletionBit = 4096, kManBit = 8192, kDoctorBit = 16384,
                          kFitBit = 1 << 15, kClaimsBit = 1 << 16, kCalibrateBit = 1 << 17,
                          kCacheBit = 1 << 18, kTrendBit = 1 << 19;
/// Commands that report on a repository, that scan one, and all.
inline constexpr unsigned kReports = kAuditBit | kCheckBit,
                          kViews = kDepsBit | kFitBit | kClaimsBit | kTrendBit,
                          kRuns = kReports | kBaselineBit | kViews, kAllCommands = ~0u;

/// Exit statuses.
inline constexpr int kClean = 0, kGateFailed = 1, kFailed = 2;

/// One command: a row of the table, a file of its own.
struct Subcommand {
  std::string_view name;
  std::string_view arguments;  ///< as --help shows them
  std::string_view help;       ///< one line
  unsigned bit;
  std::size_t least, most;  ///< number of arguments
  /// Does the work and returns the exit status.
  Result<int> (*run)(const Invocation&, Console&);
};

/// The table of commands; the first is the default.
const std::vector<Subcommand>& commands();
/// Null when there is none of that name.
const Subcommand* find_command(std::string_view name);

/// The whole report; exit 1 only when a gate was asked for and failed.
Result<int> run_audit(const Invocation& invocation, Console& console);
/// The gate for hooks and CI.
Result<int> run_check(const Invocation& invocation, Console& console);
/// Makes, shrinks or extends the file of accepted findings.
Result<int> run_baseline(const Invocation& invocation, Console& console);
/// The npm packages of a project: a table with trees, JSON, or the ways to one package.
Result<int> run_deps(const Invocation& invocation, Console& console);
/// The constants of the health score, from a reference corpus.
Result<int> run_calibrate(const Invocation& invocation, Console& console);
/// The stack-fit half of the report, in full.
Result<int> run_fit(const Invocation& invocation, Console& console);
/// The article claim by claim, and what the repository says to each.
Result<int> run_claims(const Invocation& invocation, Console& console);
/// The page of a rule, a claim or a kind of work.
Result<int> run_explain(const Invocation& invocation, Console& console);
/// The syntax tree of a file, as text or as JSON.
Result<int> run_parse(const Invocation& invocation, Console& console);
/// A report made before: another format of it, or how two differ.
Result<int> run_report(const Invocation& invocation, Console& console);
/// All rules, one per line or as JSON; the page of a new one; the examples of all.
Result<int> run_rules(const Invocation& invocation, Console& console);
/// The JSON Schema of the JSON report.
Result<int> run_schema(const Invocation& invocation, Console& console);
/// What a run would go by: `show`, `check`, `schema`.
Result<int> run_config(const Invocation& invocation, Console& console);
/// The first files of a project that uses stackfit; never replaces one.
Result<int> run_init(const Invocation& invocation, Console& console);
/// The script that completes the command line in a shell.
Result<int> run_completion(const Invocation& invocation, Console& console);
/// The manual page.
Result<int> run_manual(const Invocation& invocation, Console& console);
/// Where stackfit runs, ready to paste into a bug report, without secrets.
Result<int> run_doctor(const Invocation& invocation, Console& console);
/// The project over its history, and its hotspots.
Result<int> run_trend(const Invocation& invocation, Console& console);
/// What the cache holds, or nothing any more: `info`, `clear`.
Result<int> run_cache(const Invocation& invocation, Console& console);
/// Version, rules digest, grammars and libraries.
Result<int> run_version(const Invocation& invocation, Console& console);

}  // namespace stackfit
