#pragma once
#include <string>
#include <vector>

#include "cli/config.h"

namespace stackfit {

/// Everything configuration files and --set say, in order.
struct Settings {
  std::vector<std::string> files;    ///< read, as shown to people; what is extended stands first
  std::vector<ConfigEntry> entries;  ///< patterns in them are relative to the scanned root
};

/// Reads what `asked` (the flags alone) wants read: its --config, else the nearest configuration
/// unless --isolated, then --set. Of entries with the same key the last one is kept; lists add up.
Result<Settings> read_settings(const Invocation& asked);

/// Writes them into the invocation; fails with the first that makes no sense.
Result<void> apply_settings(const Settings& settings, Invocation& invocation);

/// What a pattern of .gitignore's syntax, written for a folder, means below `inner` (`packages/a`):
/// none when it means nothing there, `*` when it means the inner folder as a whole.
std::vector<std::string> patterns_below(const std::string& pattern, const std::string& inner);

}  // namespace stackfit
