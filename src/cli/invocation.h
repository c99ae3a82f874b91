#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/options.h"
#include "rules/rule_override.h"

namespace stackfit {

enum class ColourChoice : std::uint8_t { kAuto, kAlways, kNever };

/// What the user asked for: the command, its arguments, and the options of the run.
struct Invocation {
  std::string command = "audit";
  std::vector<std::string> arguments;  ///< what follows the command, flags apart
  Options options;
  ColourChoice colour = ColourChoice::kAuto;
  std::string config_file;                   ///< --config; empty: look for one
  std::vector<std::string> settings;         ///< --set KEY=VALUE, in order
  std::vector<RuleOverride> overrides;       ///< from configuration files and --set
  std::vector<PathOverride> path_overrides;  ///< from configuration files
  std::string reason;                        ///< --reason
  std::string why;                           ///< deps: the package whose ways are asked for
  bool json = false;                         ///< deps: as JSON
  std::string revision;                      ///< --rev: a commit; empty: what is on disk
  std::string cache;                         ///< --cache; empty: the usual folder
  bool no_cache = false;
  unsigned commits = 0;     ///< --commits, --history: how many; 0: the usual number, or none
  bool tags = false;        ///< trend: commits that have a tag
  bool isolated = false;    ///< read no configuration file
  std::string ci;           ///< init: github, gitlab or nothing
  bool pre_commit = false;  ///< init: the hook as well
  bool exit_zero = false;   ///< a failed gate is exit status 0
  bool help = false;
  bool quiet = false;
  bool verbose = false;
  bool update = false;  ///< rules test: rewrite expectations
};

}  // namespace stackfit
