#include "cli/commands.h"

#include <algorithm>

namespace stackfit {

const std::vector<Subcommand>& commands() {
  constexpr std::size_t kAny = 1'000'000;
  static const std::vector<Subcommand> kCommands = {
      {"audit", "[PATH]", "health and stack fit of a repository (default)", kAuditBit, 0, 1,
       run_audit},
      {"check", "[PATH | FILES...]", "the gate for hooks and CI: exit 1 on errors", kCheckBit, 0,
       kAny, run_check},
      {"baseline", "create [PATH] | prune [PATH] | accept [FILES...]",
       "accept today's findings, so that only new ones count", kBaselineBit, 1, kAny, run_baseline},
      {"deps", "[PATH]", "unmaintained npm packages, who brings them in, what to do", kDepsBit, 0,
       1, run_deps},
      {"fit", "[PATH]", "what kind of work this code does, and how its stack suits it", kFitBit, 0,
       1, run_fit},
      {"claims", "[PATH]", "the article claim by claim, and what this code says to each",
       kClaimsBit, 0, 1, run_claims},
      {"explain", "RULE | CLAIM | DIMENSION", "what a rule, a claim or a kind of work means",
       kExplainBit, 1, 1, run_explain},
      {"calibrate", "PATH...", "the constants of the health score, from a reference corpus",
       kCalibrateBit, 1, kAny, run_calibrate},
      {"trend", "[PATH]", "health, async style and dependencies over the history; hotspots",
       kTrendBit, 0, 1, run_trend},
      {"config", "show|check|schema [PATH]", "what a run would go by, and where it comes from",
       kConfigBit, 1, 2, run_config},
      {"cache", "info | clear", "what the cache holds, or drop it all", kCacheBit, 1, 1, run_cache},
      {"init", "[PATH]", "write a commented stackfit.toml; --ci and --pre-commit add theirs",
       kInitBit, 0, 1, run_init},
      {"parse", "FILE", "the syntax tree of a file, to write a rule by", kParseBit, 1, 1,
       run_parse},
      {"report", "convert REPORT.json | diff A.json B.json",
       "another format of a JSON report; how two reports differ", kReportBit, 2, 3, run_report},
      {"rules", "[list | new ID | test [DIR]]",
       "every rule; a page for a new one; its examples run", kRulesBit, 0, 3, run_rules},
      {"schema", "", "the JSON Schema of the JSON report", kSchemaBit, 0, 0, run_schema},
      {"completion", "bash|zsh|fish", "the script that completes this command line", kCompletionBit,
       1, 1, run_completion},
      {"man", "", "the manual page, as in stackfit man | man -l -", kManBit, 0, 0, run_manual},
      {"doctor", "[PATH]", "what a bug report should say about where this runs", kDoctorBit, 0, 1,
       run_doctor},
      {"version", "", "version, rules digest, grammars, libraries", kVersionBit, 0, 0, run_version},
  };
  return kCommands;
}

const Subcommand* find_command(std::string_view name) {
  auto at = std::find_if(commands().begin(), commands().end(),
                         [&](const Subcommand& command) { return command.name == name; });
  return at == commands().end() ? nullptr : &*at;
}

}  // namespace stackfit
