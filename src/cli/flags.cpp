#include "cli/flags.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

#include "cli/base_choices.h"
#include "cli/commands.h"
#include "core/nearest.h"
#include "core/text.h"
#include "report/report.h"

namespace stackfit {
namespace {

Error usage(std::string message, std::string hint = "") {
  return {ErrorKind::kUsage, std::move(message), "", std::move(hint)};
}

Result<unsigned> parse_number(std::string_view flag, const std::string& text, unsigned largest) {
  unsigned number = 0;
  auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || number > largest)
    return usage(fmt::format("{} wants a number from 0 to {}, not \"{}\"", flag, largest, text));
  return number;
}

Result<void> set_format(Invocation& invocation, const std::string& value) {
  invocation.options.format = value;  // checked by the command: each has its own formats
  return {};
}

Result<void> add_output(Invocation& invocation, const std::string& value) {
  auto equals = value.find('=');
  if (invocation.command == "report" && equals == std::string::npos)
    return set_format(invocation, value);
  if (equals == std::string::npos || equals == 0 || equals + 1 == value.size())
    return usage(fmt::format("--output wants FORMAT=PATH, not \"{}\"", value),
                 "for example: --output json=report.json");
  auto format = value.substr(0, equals);
  if (!is_format(format)) return unknown_format(format);
  invocation.options.outputs.push_back({format, value.substr(equals + 1)});
  return {};
}

Result<void> set_fail_on(Invocation& invocation, const std::string& value) {
  auto severity = parse_fail_on(value);
  if (!severity) return severity.error();
  invocation.options.fail_on = *severity;
  return {};
}

Result<void> set_since(Invocation& invocation, const std::string& value) {
  if (value.empty()) return usage("--since wants a revision, or auto");
  invocation.options.change.bases = base_choices(value);
  return {};
}

Result<void> set_min_grade(Invocation& invocation, const std::string& value) {
  if (value.size() != 1 || value[0] < 'A' || value[0] > 'E')
    return usage(fmt::format("--min-grade is A, B, C, D or E, not \"{}\"", value));
  invocation.options.min_grade = value;
  return {};
}

Result<void> set_max_drop(Invocation& invocation, const std::string& value) {
  double points = 0;
  auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), points);
  if (problem != std::errc() || end != value.data() + value.size() || !(points >= 0))
    return usage(fmt::format("--max-drop wants points of health, 0 or more, not \"{}\"", value));
  invocation.options.max_drop = points;
  return {};
}

Result<void> set_colour(Invocation& invocation, const std::string& value) {
  if (value == "auto")
    invocation.colour = ColourChoice::kAuto;
  else if (value == "always")
    invocation.colour = ColourChoice::kAlways;
  else if (value == "never")
    invocation.colour = ColourChoice::kNever;
  else
    return usage(fmt::format("--color is auto, always or never, not \"{}\"", value));
  return {};
}

Result<void> set_parity(Invocation& invocation, const std::string& value) {
  if (value == "eslint")
    invocation.options.parity = Parity::kEslint;
  else if (value == "eslint-classic")
    invocation.options.parity = Parity::kEslintClassic;
  else
    return usage(fmt::format("--parity is eslint or eslint-classic, not \"{}\"", value));
  return {};
}

Result<void> set_parity_max(Invocation& invocation, const std::string& value) {
  auto number = parse_number("--parity-max", value, 1'000'000);
  if (!number) return number.error();
  invocation.options.parity_max = *number;
  return {};
}

Result<void> set_jobs(Invocation& invocation, const std::string& value) {
  auto number = parse_number("--jobs", value, 1024);
  if (!number) return number.error();
  invocation.options.jobs = *number;
  return {};
}

Result<void> set_as_of(Invocation& invocation, const std::string& value) {
  if (!is_date(value))
    return usage(fmt::format("--as-of wants a date like 2026-11-23, not \"{}\"", value));
  invocation.options.as_of = value;
  return {};
}

Result<void> set_online(Invocation& invocation, const std::string& value) {
  if (value != "direct" && value != "all")
    return usage(fmt::format("--online is direct or all, not \"{}\"", value));
  invocation.options.online.scope =
      value == "all" ? OnlineOptions::Scope::kAll : OnlineOptions::Scope::kDirect;
  return {};
}

Result<void> set_lens(Invocation& invocation, const std::string& value) {
  if (value != "today" && value != "article")
    return usage(fmt::format("--lens is today or article, not \"{}\"", value));
  invocation.options.lens = value == "article" ? Lens::kArticle : Lens::kToday;
  return {};
}

// `fix RULE`, `RULE:PATH`.
Result<void> add_what_if(Invocation& invocation, const std::string& value) {
  constexpr std::string_view kVerb = "fix";
  auto fix = trim(value);
  if (fix == kVerb || fix.starts_with("fix ")) fix = trim(fix.substr(kVerb.size()));
  auto colon = std::min(fix.find(':'), fix.size());
  auto path = colon < fix.size() ? fix.substr(colon + 1) : std::string_view();
  while (path.starts_with("./")) path.remove_prefix(2);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (fix.empty() || colon == 0)
    return usage(
        fmt::format("--what-if wants \"fix RULE\" or \"fix RULE:PATH\", not \"{}\"", value));
  invocation.options.what_if.push_back({std::string(fix.substr(0, colon)), std::string(path)});
  return {};
}

Result<void> set_commits(Invocation& invocation, const std::string& value) {
  auto flag = invocation.command == "trend" ? "--commits" : "--history";
  auto number = parse_number(flag, value, 10'000);
  if (!number) return number.error();
  if (*number == 0) return usage(fmt::format("{} wants at least 1", flag));
  invocation.commits = *number;
  return {};
}

Result<void> set_ci(Invocation& invocation, const std::string& value) {
  if (value != "github" && value != "gitlab")
    return usage(fmt::format("--ci is github or gitlab, not \"{}\"", value));
  invocation.ci = value;
  return {};
}

template <auto member>
Result<void> turn_on(Invocation& invocation, const std::string&) {
  invocation.*member = true;
  return {};
}
template <auto member>
Result<void> turn_option_on(Invocation& invocation, const std::string&) {
  invocation.options.*member = true;
  return {};
}
template <auto member>
Result<void> add_to(Invocation& invocation, const std::string& value) {
  (invocation.options.*member).push_back(value);
  return {};
}

constexpr std::string_view kWhat = "What to look at", kSay = "What to say", kGate = "When to fail",
                           kSettings = "Configuration", kGeneral = "General";

}  // namespace

const std::vector<Flag>& flags() {
  static const std::vector<Flag> kFlags = {
      {"--staged", "", "", false, kReports, kWhat,
       "what the next commit would hold (git's index), against HEAD",
       [](Invocation& invocation, const std::string&) -> Result<void> {
         invocation.options.change.staged = true;
         if (const char* index = std::getenv("GIT_INDEX_FILE"))
           invocation.options.change.index_file = index;
         return {};
       }},
      {"--since", "", "REF", false, kReports, kWhat,
       "what changed since HEAD left REF; auto: what CI says, or the default branch", set_since},
      {"--rev", "", "COMMIT", false, kAuditBit, kWhat,
       "the files of this commit, from git's data alone; bare repositories too",
       [](Invocation& invocation, const std::string& value) -> Result<void> {
         if (value.empty()) return usage("--rev wants a commit");
         invocation.revision = value;
         return {};
       }},
      {"--lines", "", "", false, kReports, kWhat, "of a comparison, only lines that were added",
       [](Invocation& invocation, const std::string&) -> Result<void> {
         invocation.options.change.lines = true;
         return {};
       }},
      {"--exclude", "", "PATTERN", true, kRuns, kWhat,
       "leave out paths; .gitignore syntax, relative to the root", add_to<&Options::exclude>},
      {"--no-default-excludes", "", "", false, kRuns, kWhat,
       "also analyse vendored, generated and minified files",
       [](Invocation& invocation, const std::string&) -> Result<void> {
         invocation.options.default_excludes = false;
         return {};
       }},
      {"--only", "", "RULE", true, kRuns, kWhat, "report this rule alone; may be repeated",
       add_to<&Options::only>},
      {"--parity", "", "MODE", false, kReports, kWhat,
       "count nested callbacks as eslint or eslint-classic does", set_parity},
      {"--parity-max", "", "N", false, kReports, kWhat,
       "the depth ESLint's rule allows (default 10)", set_parity_max},
      {"--parity-constructors", "", "", false, kReports, kWhat,
       "as ESLint's checkConstructorCallCallbacks", turn_option_on<&Options::parity_constructors>},
      {"--allow-external-gitdir", "", "", false, kRuns, kWhat,
       "follow a .git file that points outside the root",
       turn_option_on<&Options::allow_external_gitdir>},
      {"--stdin-filename", "", "NAME", false, kReports, kWhat,
       "with - as the path: analyse standard input as if it were this file",
       [](Invocation& invocation, const std::string& value) -> Result<void> {
         invocation.options.stdin_filename = value;
         return {};
       }},
      {"--jobs", "-j", "N", false, kRuns | kCalibrateBit, kWhat,
       "worker processes (default: one per core)", set_jobs},
      {"--cache", "", "DIR", false, kRuns | kCacheBit, kWhat,
       "keep what is learnt from files in this folder (default: the user's cache folder)",
       [](Invocation& invocation, const std::string& value) -> Result<void> {
         if (value.empty()) return usage("--cache wants a folder");
         invocation.cache = value;
         return {};
       }},
      {"--no-cache", "", "", false, kRuns, kWhat, "learn everything anew and keep nothing",
       turn_on<&Invocation::no_cache>},
      {"--commits", "", "N", false, kTrendBit, kWhat,
       "how many commits to look at, newest first (default 30)", set_commits},
      {"--history", "", "N", false, kReports, kWhat,
       "also look at the newest N commits: scores over time, and hotspots (html, json, text)",
       set_commits},
      {"--tags", "", "", false, kTrendBit, kWhat, "look at commits that have a tag",
       turn_on<&Invocation::tags>},
      {"--as-of", "", "DATE", false, kRuns | kCalibrateBit, kWhat,
       "judge ages at this date; no clock is ever read", set_as_of},

      {"--online", "", "[=direct|all]", false, kReports | kDepsBit, kWhat,
       "also ask the npm registry about dependencies: direct ones, or all", set_online},
      {"--registry", "", "URL", false, kReports | kDepsBit, kWhat,
       "--online: this registry, not that of your npm settings",
       [](Invocation& invocation, const std::string& value) -> Result<void> {
         invocation.options.online.registry = value;
         return {};
       }},
      {"--registry-token-env", "", "NAME", false, kReports | kDepsBit, kWhat,
       "--online: the environment variable that holds the registry's token",
       [](Invocation& invocation, const std::string& value) -> Result<void> {
         invocation.options.online.token_env = value;
         return {};
       }},

      {"--format", "-f", "FORMAT", false,
       kReports | kRulesBit | kVersionBit | kConfigBit | kParseBit | kViews | kReportBit, kSay,
       "what standard output gets: a format of the list below", set_format},
      {"--json", "", "", false, kViews, kSay, "as JSON, not as text", turn_on<&Invocation::json>},
      {"--why", "", "NAME", false, kDepsBit, kSay, "deps: every way by which a package comes in",
       [](Invocation& invocation, const std::string& value) -> Result<void> {
         invocation.why = value;
         return {};
       }},
      {"--lens", "", "LENS", false, kReports | kFitBit, kSay,
       "judge the stack as of today, or as the article of 2020 would", set_lens},
      {"--what-if", "", "FIX", true, kReports | kFitBit, kSay,
       "also show the scores after a fix: \"fix RULE\" or \"fix RULE:PATH\"", add_what_if},
      {"--output", "-o", "FORMAT=PATH", true, kReports | kReportBit, kSay,
       "also write a report to a file; may be repeated", add_output},
      {"--statistics", "", "", false, kReports, kSay,
       "count findings by rule, folder and CODEOWNERS owner (text and json)",
       turn_option_on<&Options::statistics>},
      {"--sarif-suppressions", "", "", false, kReports | kReportBit, kSay,
       "SARIF holds suppressed and baselined findings, too, marked as such",
       turn_option_on<&Options::sarif_suppressions>},
      {"--sarif-category", "", "NAME", false, kReports | kReportBit, kSay,
       "tells several SARIF uploads of one commit apart",
       [](Invocation& invocation, const std::string& value) -> Result<void> {
         invocation.options.sarif_category = value;
         return {};
       }},
      {"--color", "", "WHEN", false, kAllCommands, kSay, "auto, always or never", set_colour},
      {"--quiet", "-q", "", false, kAllCommands, kSay, "no progress and no notes on standard error",
       turn_on<&Invocation::quiet>},
      {"--verbose", "-v", "", false, kAllCommands, kSay, "every finding and every skipped file",
       turn_on<&Invocation::verbose>},

      {"--fail-on", "", "SEVERITY", false, kReports, kGate,
       "exit 1 on a finding this severe: error, warning, note, never", set_fail_on},
      {"--min-grade", "", "GRADE", false, kReports, kGate,
       "exit 1 below this grade of health: A to E", set_min_grade},
      {"--new-only", "", "", false, kReports, kGate, "count only findings that are new",
       turn_option_on<&Options::new_only>},
      {"--max-drop", "", "POINTS", false, kReports, kGate,
       "exit 1 when health fell by more than this in the comparison", set_max_drop},
      {"--no-new-poor", "", "", false, kReports, kGate,
       "exit 1 when a kind of work became poor in the comparison",
       turn_option_on<&Options::no_new_poor>},
      {"--baseline", "", "FILE", false, kRuns, kGate,
       "accepted findings (default: stackfit-baseline.json in the root)",
       [](Invocation& invocation, const std::string& value) -> Result<void> {
         invocation.options.baseline = value;
         return {};
       }},
      {"--no-baseline", "", "", false, kReports, kGate, "count accepted findings as well",
       [](Invocation& invocation, const std::string&) -> Result<void> {
         invocation.options.use_baseline = false;
         return {};
       }},
      {"--reason", "", "TEXT", false, kBaselineBit, kGate, "why the findings are accepted",
       [](Invocation& invocation, const std::string& value) -> Result<void> {
         invocation.reason = value;
         return {};
       }},
      {"--strict", "", "", false, kReports, kGate,
       "exit 2 when a file that should be analysed was not", turn_option_on<&Options::strict>},
      {"--exit-zero", "", "", false, kReports, kGate, "exit 0 even when the gate fails",
       turn_on<&Invocation::exit_zero>},

      {"--config", "", "FILE", false, kRuns | kReportBit | kConfigBit, kSettings,
       "read this file instead of looking for stackfit.toml",
       [](Invocation& invocation, const std::string& value) -> Result<void> {
         invocation.config_file = value;
         return {};
       }},
      {"--set", "", "KEY=VALUE", true, kRuns | kReportBit | kConfigBit, kSettings,
       "one setting, as in rules.callback-nesting.severity=error",
       [](Invocation& invocation, const std::string& value) -> Result<void> {
         invocation.settings.push_back(value);
         return {};
       }},
      {"--isolated", "", "", false, kRuns | kReportBit | kConfigBit, kSettings,
       "read no configuration file", turn_on<&Invocation::isolated>},
      {"--allow-permanent", "", "", false, kRuns | kConfigBit, kSettings,
       "[[dependencies.allow]] needs no expiry date", turn_option_on<&Options::allow_permanent>},
      {"--rules", "", "DIR", true,
       kRuns | kRulesBit | kExplainBit | kVersionBit | kConfigBit | kReportBit | kCalibrateBit,
       kSettings, "further rule pages, and rows for data tables", add_to<&Options::rule_dirs>},
      {"--update", "", "", false, kRulesBit, kSettings,
       "rules test: rewrite what the examples expect", turn_on<&Invocation::update>},

      {"--ci", "", "SYSTEM", false, kInitBit, kSettings, "also write the file of github or gitlab",
       set_ci},
      {"--pre-commit", "", "", false, kInitBit, kSettings, "also write .pre-commit-config.yaml",
       turn_on<&Invocation::pre_commit>},

      {"--help", "-h", "", false, kAllCommands, kGeneral, "show this help",
       turn_on<&Invocation::help>},
  };
  return kFlags;
}

Result<std::optional<Severity>> parse_fail_on(std::string_view text) {
  if (text == "never") return std::optional<Severity>();
  for (auto severity : {Severity::kNote, Severity::kWarning, Severity::kError})
    if (text == name_of(severity)) return std::optional<Severity>(severity);
  return usage(fmt::format("fail-on is error, warning, note or never, not \"{}\"", text),
               did_you_mean(text, {"error", "warning", "note", "never"}));
}

bool is_format(std::string_view name) {
  return find_writer(name) != nullptr;
}

Error unknown_format(std::string_view name) {
  std::vector<std::string> names;
  for (const auto& writer : writers()) names.emplace_back(writer.format);
  auto hint = did_you_mean(name, names);
  return usage(fmt::format("there is no format \"{}\"", name),
               hint.empty() ? "formats: " + join(names, ", ") : hint);
}

}  // namespace stackfit
